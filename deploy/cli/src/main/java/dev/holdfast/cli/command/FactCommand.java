package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.Map;

/// `holdfast fact INCIDENT NAME=VALUE`
@Command(
        name = "fact",
        description =
                "Says something about an incident that nothing can measure; it is decided anew.",
        footer = {
            "",
            "decisions.yml says under `facts` what is asked and what counts while nobody has said it.",
            "",
            "Example:",
            "  holdfast fact shop-20261120-4f2a root_cause_known=yes -r 'the new index'"
        })
public final class FactCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(
            index = "0",
            paramLabel = "INCIDENT",
            description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Parameters(
            index = "1",
            paramLabel = "NAME=VALUE",
            description = "yes or no, a number or a word.")
    private String said = "";

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            required = true,
            description = "How you know; it is kept in the audit.")
    private String reason = "";

    @Override
    public void run() {
        String[] parts = said.split("=", 2);
        if (parts.length != 2) {
            throw new Failure(Exit.USAGE, "'%s' is no NAME=VALUE".formatted(said));
        }
        var answer =
                place.services()
                        .post(
                                Service.DECISION,
                                "/api/incidents/%s/facts".formatted(incident),
                                Map.of("fact", parts[0], "value", parts[1], "reason", reason));
        var out = spec.commandLine().getOut();
        out.printf("%s: %s%n", incident, Column.at(answer, "state"));
        out.flush();
    }
}
