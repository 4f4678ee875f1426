package dev.holdfast.cli.command;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.cli.http.Services;
import dev.holdfast.cli.output.Column;
import dev.holdfast.local.Service;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.util.LinkedHashMap;
import java.util.Map;

/// What approve, deny and abort have in common: an incident and a reason.
public final class Answer {
    @Mixin private Place place = new Place();

    @Parameters(paramLabel = "INCIDENT", description = "As `holdfast incidents` names it.")
    private String incident = "";

    @Option(
            names = {"-r", "--reason"},
            paramLabel = "TEXT",
            required = true,
            description = "Why; it is kept in the audit.")
    private String reason = "";

    String incident() {
        return incident;
    }

    /// Sends it; returns what the service said in one line.
    String send(String verb, @Nullable String planHash) {
        Services services = place.services();
        Map<String, String> body = new LinkedHashMap<>();
        body.put("reason", reason);
        if (planHash != null) {
            body.put("planHash", planHash);
        }
        JsonNode answer =
                services.post(
                        Service.DECISION, "/api/incidents/%s/%s".formatted(incident, verb), body);
        return "%s: %s".formatted(incident, Column.at(answer, "state"));
    }

    /// Sends a wish about the rollback that runs; returns what the service said in one line.
    ///
    /// @param step the step it is about; empty for the whole
    String steer(String deed, String step) {
        JsonNode answer =
                place.services()
                        .post(
                                Service.DECISION,
                                "/api/incidents/%s/rollback/%s".formatted(incident, deed),
                                Map.of("reason", reason, "step", step));
        return "%s: %s, passed on to the executor".formatted(incident, Column.at(answer, "state"));
    }

    /// The plan of the incident as it is now; missing when there is none.
    JsonNode plan() {
        return place.services().get(Service.DECISION, "/api/incidents/" + incident).path("plan");
    }
}
