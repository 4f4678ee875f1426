package dev.holdfast.cli.command;

import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast fix INCIDENT --for 20m`
@Command(
        name = "fix",
        description = "Says that it is being repaired: the rollback waits so long, and no longer.",
        footer = {
            "",
            "Said again, it extends the estimate, as often as decisions.yml allows.",
            "",
            "Example:",
            "  holdfast fix shop-20261120-4f2a --for 20m -r 'the index is being built'"
        })
public final class FixCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "INCIDENT", description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Option(names = "--for", paramLabel = "TIME", required = true, description = "Such as 20m.")
    private String estimate = "";

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            required = true,
            description = "What is repaired; it is kept in the audit.")
    private String reason = "";

    @Override
    public void run() {
        var answer =
                place.services()
                        .post(
                                Service.DECISION,
                                "/api/incidents/%s/fix".formatted(incident),
                                Map.of("estimate", estimate, "reason", reason));
        var out = spec.commandLine().getOut();
        out.printf("%s: %s%n", incident, Column.at(answer, "state"));
        out.flush();
    }
}
