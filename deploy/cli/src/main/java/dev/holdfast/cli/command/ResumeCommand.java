package dev.holdfast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast resume INCIDENT`
@Command(
        name = "resume",
        description = "Lets a paused rollback go on, also one that was taken over by hand.",
        footer = {
            "",
            "Example:",
            "  holdfast resume shop-20261120-4f2a -r 'database restored by hand'"
        })
public final class ResumeCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.println(answer.steer("resume", ""));
        out.flush();
    }
}
