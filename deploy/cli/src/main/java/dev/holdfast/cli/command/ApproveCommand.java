package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.output.Column;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `holdfast approve INCIDENT`
@Command(
        name = "approve",
        description = "Approves the plan of an incident, exactly the one that is shown.",
        footer = {
            "",
            "Without --plan the newest plan is fetched and shown; its hash goes with the approval, so",
            "if it is planned again meanwhile, the approval is refused instead of meaning something else.",
            "",
            "Example:",
            "  holdfast approve shop-20261120-4f2a -r 'lost orders of 3 minutes are acceptable'"
        })
public final class ApproveCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Option(names = "--plan", paramLabel = "HASH", description = "The plan's hash, if you know it.")
    private @Nullable String plan;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        String hash = plan;
        if (hash == null) {
            JsonNode shown = answer.plan();
            PlanCommand.print(out, shown);
            hash = Column.at(shown, "hash");
        }
        if (hash.isEmpty()) {
            throw new Failure(
                    Exit.FAILED, "%s has no plan to approve".formatted(answer.incident()));
        }
        out.println(answer.send("approve", hash));
        out.flush();
    }
}
