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
import java.time.Duration;
import java.time.Instant;

/// `holdfast observed SYSTEM/ENVIRONMENT`
@Command(
        name = "observed",
        description =
                "What would have been done in each incident while the mode was observe, and when, beside what people did and when.",
        footer = {
            "",
            "That is how a team decides whether to switch it on: holdfast mode SYSTEM/ENVIRONMENT propose",
            "",
            "Example:",
            "  holdfast observed shop/production"
        })
public final class ObservedCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();
    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "SYSTEM/ENVIRONMENT", description = "production by default.")
    private String scope = "";

    @Override
    public void run() {
        String where = String.join("/", Place.scope(scope));
        JsonNode all =
                place.services().get(Service.DECISION, "/api/systems/%s/observed".formatted(where));
        var printer = output.printer();
        if (!printer.forPeople()) {
            printer.raw(all);
            return;
        }
        PrintWriter out = spec.commandLine().getOut();
        all.forEach(o -> one(out, o));
        out.printf(
                "%d incidents of %s in which something would have been done.%n", all.size(), where);
        out.flush();
    }

    private static void one(PrintWriter out, JsonNode o) {
        String opened = Column.at(o, "openedAt");
        out.printf(
                "%s, opened %s%n  after %-11s Holdfast: %s%n",
                Column.at(o, "incident"),
                opened,
                after(opened, Column.at(o, "wouldAt")),
                Column.at(o, "would"));
        o.path("happened")
                .forEach(line ->
                        out.printf(
                                "  after %-11s %s%n",
                                after(opened, Column.at(line, "at")), Column.at(line, "text")));
        if (Column.at(o, "endedAt").isEmpty()) {
            out.println("  still open");
        }
        out.println();
    }

    private static String after(String opened, String at) {
        return Moments.span(Duration.between(Instant.parse(opened), Instant.parse(at)));
    }
}
