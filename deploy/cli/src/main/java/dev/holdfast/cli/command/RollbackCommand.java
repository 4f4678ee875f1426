package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.util.LinkedHashMap;
import java.util.Map;

/// `holdfast rollback SYSTEM/ENVIRONMENT`
@Command(
        name = "rollback",
        description =
                "Asks for a rollback by hand: an incident is opened, planned and decided as any other.",
        footer = {
            "",
            "Who asks does not approve: somebody else still has to where the pack says so.",
            "",
            "Examples:",
            "  holdfast rollback shop/production -r 'customers report wrong totals'",
            "  holdfast rollback shop/production --component backend --to 1.4.0 -r 'wrong totals since 1.4.1'"
        })
public final class RollbackCommand implements Runnable {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private Place place = new Place();

    @Parameters(
            paramLabel = "SYSTEM/ENVIRONMENT",
            description = "The environment is production by default.")
    private String scope = "";

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            required = true,
            description = "Why; it is kept in the audit.")
    private String reason = "";

    @Option(
            names = "--component",
            paramLabel = "NAME",
            description = "Default: the one deployed last.")
    private @Nullable String component;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "Default: the last release that held.")
    private @Nullable String to;

    @Override
    public void run() {
        String[] where = Place.scope(scope);
        Map<String, String> body = new LinkedHashMap<>();
        body.put("reason", reason);
        if (component != null) {
            body.put("component", component);
        }
        if (to != null) {
            body.put("to", to);
        }
        JsonNode answer =
                place.services()
                        .post(
                                Service.DECISION,
                                "/api/systems/%s/%s/rollback".formatted(where[0], where[1]),
                                body);
        var out = spec.commandLine().getOut();
        String incident = Column.at(answer, "incident");
        out.printf(
                "Incident %s is open. Follow it with: holdfast watch --incident %s%n",
                incident, incident);
        out.flush();
    }
}
