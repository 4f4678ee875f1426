package dev.holdfast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `holdfast pause INCIDENT`
@Command(
        name = "pause",
        description = "Holds the running rollback: what is under way ends, nothing more begins.",
        footer = {"", "Example:", "  holdfast pause shop-20261120-4f2a -r 'let me look'"})
public final class PauseCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Option(
            names = "--take-over",
            description = "You go on by hand; before it is resumed, what you did is looked at.")
    private boolean takesOver;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.println(answer.steer(takesOver ? "take-over" : "pause", ""));
        out.flush();
    }
}
