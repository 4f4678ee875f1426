package dev.holdfast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast abort INCIDENT`
@Command(
        name = "abort",
        description = "Stops the running rollback of an incident after the step it is in.",
        footer = {"", "Example:", "  holdfast abort shop-20261120-4f2a -r 'wrong release'"})
public final class AbortCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.println(answer.send("abort", null));
        out.flush();
    }
}
