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

/// `holdfast explain INCIDENT`
@Command(
        name = "explain",
        description =
                "Why: each decision in a sentence, with the rows tried, the values that they saw, the limits, the rule of authority and the version of the pack.",
        footer = {"", "Example:", "  holdfast explain shop-20261120-4f2a"})
public final class ExplainCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "INCIDENT", description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Override
    public void run() {
        JsonNode found =
                place.services()
                        .get(Service.DECISION, "/api/incidents/%s/explain".formatted(incident));
        var printer = output.printer();
        if (!printer.forPeople()) {
            printer.raw(found);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%s, decided by version %s of the pack.%n",
                incident, Column.at(found, "pack").replaceAll("^(.{12}).*", "$1"));
        found.path("decisions").forEach(d -> decision(out, d));
        said(out, found.path("facts"));
        found.path("targets").forEach(t -> target(out, t));
        out.flush();
    }

    private static void decision(PrintWriter out, JsonNode d) {
        out.printf(
                "%n%s  %s: %s%n",
                Moments.clock(Column.at(d, "at")),
                Column.at(d, "action"),
                Column.at(d, "sentence"));
        d.path("reasons").forEach(r -> out.println("  - " + r.asText()));
    }

    private static void said(PrintWriter out, JsonNode facts) {
        facts.properties()
                .forEach(f ->
                        out.printf(
                                "%n%s = %s, said by %s",
                                f.getKey(),
                                Column.at(f.getValue(), "value"),
                                Column.at(f.getValue(), "by")));
        if (!facts.isEmpty()) {
            out.println();
        }
    }

    private static void target(PrintWriter out, JsonNode t) {
        String met = Column.at(t, "met");
        out.printf(
                "%n%s to %s within %s: %s",
                Column.at(t.path("target"), "from").toLowerCase(java.util.Locale.ROOT),
                Column.at(t.path("target"), "to").toLowerCase(java.util.Locale.ROOT),
                Column.at(t.path("target"), "within"),
                met.isEmpty() ? "open" : met.equals("true") ? "kept" : "missed");
    }
}
