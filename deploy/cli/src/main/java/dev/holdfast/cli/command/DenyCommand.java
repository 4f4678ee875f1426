package dev.holdfast.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast deny INCIDENT`
@Command(
        name = "deny",
        description = "Refuses the plan of an incident: it is not carried out.",
        footer = {"", "Example:", "  holdfast deny shop-20261120-4f2a -r 'the fix is on its way'"})
public final class DenyCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        out.println(answer.send("deny", null));
        out.flush();
    }
}
