package dev.holdfast.decision.domain.release;

import dev.holdfast.backbone.events.Release;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a deployment signal says: `deployment.started`, `.finished`, `.failed` or
/// `.completed`; or `image.seen`, of what ran when somebody began to look.
public record Deployment(
        Phase phase,
        Release release,
        @Nullable String by,
        @Nullable String commit,
        List<String> changes,
        Instant at) {

    /// How far the deployment is.
    public enum Phase {
        STARTED,
        FINISHED,
        FAILED,
        /// The workflow that deployed it, with its own checks, is over.
        COMPLETED,
        /// It was there already when a watch began.
        SEEN
    }

    public Deployment {
        changes = List.copyOf(changes);
    }

    /// Reads a signal; empty when it is none about a deployment or names no release.
    public static Optional<Deployment> read(String kind, Map<String, String> said, Instant at) {
        Optional<Phase> phase =
                switch (kind) {
                    case "deployment.started" -> Optional.of(Phase.STARTED);
                    case "deployment.finished" -> Optional.of(Phase.FINISHED);
                    case "deployment.failed" -> Optional.of(Phase.FAILED);
                    case "deployment.completed" -> Optional.of(Phase.COMPLETED);
                    case "image.seen" -> Optional.of(Phase.SEEN);
                    default -> Optional.empty();
                };
        String component = said.getOrDefault("component", "");
        String version = said.getOrDefault("release", said.getOrDefault("version", ""));
        if (phase.isEmpty() || component.isBlank() || version.isBlank()) {
            return Optional.empty();
        }
        List<String> changes =
                Arrays.stream(said.getOrDefault("changes", "code").split("[,\\s]+"))
                        .filter(c -> !c.isBlank())
                        .toList();
        return Optional.of(
                new Deployment(
                        phase.get(),
                        new Release(component, version),
                        said.get("by"),
                        said.get("commit"),
                        changes,
                        at));
    }
}
