package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast tasks INCIDENT`
@Command(
        name = "tasks",
        description = "What people owe an incident: checklists and follow-ups; or answers one.",
        footer = {
            "",
            "Examples:",
            "  holdfast tasks shop-20261120-4f2a",
            "  holdfast tasks shop-20261120-4f2a --done 3fb1c2d4 -r 'everybody in #shop knows'"
        })
public final class TasksCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "INCIDENT", description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Option(names = "--done", paramLabel = "TASK", description = "This one is done.")
    private @Nullable String done;

    @Option(names = "--failed", paramLabel = "TASK", description = "This one cannot be done.")
    private @Nullable String failed;

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            description = "What was found; it is kept in the audit.")
    private String note = "";

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        String task = done == null ? failed : done;
        if (task != null) {
            var _ =
                    place.services()
                            .post(
                                    Service.DECISION,
                                    "/api/incidents/%s/tasks/%s".formatted(incident, task),
                                    Map.of(
                                            "answer",
                                            done == null ? "failed" : "done",
                                            "note",
                                            note));
        }
        JsonNode tasks =
                place.services()
                        .get(Service.DECISION, "/api/incidents/%s/tasks".formatted(incident));
        for (JsonNode t : tasks) {
            String answer = Column.at(t, "answer");
            out.printf(
                    "%s  %-9s %-8s %s, owed by %s until %s%s%n",
                    Column.at(t, "id"),
                    Column.at(t, "phase").toLowerCase(java.util.Locale.ROOT),
                    answer.isEmpty() ? "open" : answer,
                    Column.at(t, "title"),
                    Column.at(t, "owner"),
                    Column.at(t, "due"),
                    Column.at(t, "blocking").equals("true") ? ", blocking" : "");
        }
        out.flush();
    }
}
