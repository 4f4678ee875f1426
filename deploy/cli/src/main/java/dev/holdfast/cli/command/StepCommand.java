package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `holdfast step INCIDENT --retry STEP`, `holdfast step INCIDENT --skip STEP`
@Command(
        name = "step",
        description = "Has a step of the running rollback tried again, or left out.",
        footer = {
            "",
            "Skipping is also the answer to a step that asks a person.",
            "",
            "Examples:",
            "  holdfast step shop-20261120-4f2a --retry restart -r 'disk is free again'",
            "  holdfast step shop-20261120-4f2a --skip confirm -r 'yes, restore'"
        })
public final class StepCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Option(names = "--retry", paramLabel = "STEP", description = "Try this step again.")
    private String retry = "";

    @Option(names = "--skip", paramLabel = "STEP", description = "Go on without this step.")
    private String skip = "";

    @Override
    public void run() {
        if (retry.isEmpty() == skip.isEmpty()) {
            throw new Failure(Exit.USAGE, "step: say either --retry STEP or --skip STEP");
        }
        var out = spec.commandLine().getOut();
        out.println(skip.isEmpty() ? answer.steer("retry", retry) : answer.steer("skip", skip));
        out.flush();
    }
}
