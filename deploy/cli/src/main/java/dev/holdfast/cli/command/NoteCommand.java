package dev.holdfast.cli.command;

import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast note INCIDENT TEXT`
@Command(
        name = "note",
        description = "Adds a line to the timeline of an incident.",
        footer = {"", "Example:", "  holdfast note shop-20261120-4f2a 'the supplier was called'"})
public final class NoteCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(
            index = "0",
            paramLabel = "INCIDENT",
            description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Parameters(index = "1", paramLabel = "TEXT", description = "At most 2,000 characters.")
    private String text = "";

    @Override
    public void run() {
        var _ =
                place.services()
                        .post(
                                Service.DECISION,
                                "/api/incidents/%s/notes".formatted(incident),
                                Map.of("text", text));
        var out = spec.commandLine().getOut();
        out.println("Noted.");
        out.flush();
    }
}
