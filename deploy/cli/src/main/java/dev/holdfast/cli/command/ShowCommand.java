package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.cli.output.Moments;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.util.Locale;

/// `holdfast show INCIDENT`
@Command(
        name = "show",
        description =
                "Everything about one incident: decisions with their reasons, plan, approvals, timeline.",
        footer = {"", "Example:", "  holdfast show shop-20261120-4f2a"})
public final class ShowCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "INCIDENT", description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Override
    public void run() {
        JsonNode found = place.services().get(Service.DECISION, "/api/incidents/" + incident);
        var printer = output.printer();
        if (!printer.forPeople()) {
            printer.raw(found);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        JsonNode head = found.path("incident").isObject() ? found.path("incident") : found;
        out.printf(
                "%s  %s  %s%n%s%n",
                IncidentsCommand.first(head, "incident", "id"),
                Column.at(head, "severity"),
                Column.at(head, "state").toLowerCase(Locale.ROOT),
                Column.at(head, "title"));
        line(out, "deadline", Column.at(head, "deadline"));
        line(out, "triggers", Column.at(head, "triggers"));
        for (JsonNode decision : found.path("decisions")) {
            decision(out, decision.has("data") ? decision.path("data") : decision);
        }
        PlanCommand.print(out, found.path("plan"));
        timeline(out, found.path("timeline"));
        out.flush();
    }

    private static void decision(PrintWriter out, JsonNode decision) {
        out.printf(
                "%nDecision %s: %s%n  %s%n",
                Column.at(decision, "number"),
                Column.at(decision, "action"),
                Column.at(decision, "sentence"));
        for (JsonNode reason : decision.path("reasons")) {
            out.println("  - " + reason.asText());
        }
    }

    private static void timeline(PrintWriter out, JsonNode timeline) {
        if (timeline.isEmpty()) {
            return;
        }
        out.printf("%nTimeline%n");
        for (JsonNode entry : timeline) {
            String type =
                    IncidentsCommand.first(entry, "type", "kind")
                            .replaceFirst("^dev\\.holdfast\\.", "")
                            .replaceFirst("\\.v1$", "");
            String text = IncidentsCommand.first(entry, "text", "sentence");
            out.printf(
                    "  %s  %-22s %s%n",
                    Moments.clock(IncidentsCommand.first(entry, "at", "time")), type, text);
        }
    }

    private static void line(PrintWriter out, String title, String text) {
        if (!text.isEmpty()) {
            out.printf("%s: %s%n", title, text);
        }
    }
}
