package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.output.Column;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `holdfast break-glass INCIDENT`
@Command(
        name = "break-glass",
        description =
                "Orders the plan of an incident alone, in an emergency; all above are told at once.",
        footer = {
            "",
            "Only for the roles that `break-glass` of decisions.yml names. The kill switch still holds.",
            "",
            "Example:",
            "  holdfast break-glass shop-20261120-4f2a -r 'nobody answers and the shop is down'"
        })
public final class BreakGlassCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Answer answer = new Answer();

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        JsonNode plan = answer.plan();
        PlanCommand.print(out, plan);
        String hash = Column.at(plan, "hash");
        if (hash.isEmpty()) {
            throw new Failure(Exit.FAILED, "%s has no plan to order".formatted(answer.incident()));
        }
        out.println(answer.send("break-glass", hash));
        out.flush();
    }
}
