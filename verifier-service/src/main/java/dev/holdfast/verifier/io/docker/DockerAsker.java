package dev.holdfast.verifier.io.docker;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.DockerCheck;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Reads how containers are.
public record DockerAsker(Engine engine, InstantSource clock)
        implements Asker<DockerCheck.Inspect> {
    @Override
    public Answer ask(DockerCheck.Inspect q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        return new DockerCheck.Containers(
                engine.inspect(q.which(), terms).stream().map(DockerAsker::container).toList(),
                clock.instant(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    private static DockerCheck.Container container(JsonNode c) {
        JsonNode state = c.path("State");
        return new DockerCheck.Container(
                name(c),
                c.path("Config").path("Image").asText(),
                state.path("Restarting").asBoolean()
                        ? "restarting"
                        : state.path("Status").asText("unknown"),
                state.path("Health").path("Status").asText("").replace("none", ""),
                c.path("RestartCount").asInt(),
                instant(state.path("StartedAt").asText("")));
    }

    static String name(JsonNode container) {
        return container.path("Name").asText().replaceFirst("^/", "");
    }

    private static @Nullable Instant instant(String text) {
        try {
            Instant at = Instant.parse(text);
            return at.getEpochSecond() > 0 ? at : null;
        } catch (DateTimeException _) {
            return null;
        }
    }
}
