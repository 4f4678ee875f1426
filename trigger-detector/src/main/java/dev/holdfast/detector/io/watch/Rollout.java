package dev.holdfast.detector.io.watch;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.detector.domain.release.Sighting.State;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/// How far a Deployment, StatefulSet or DaemonSet has rolled out, by the rules of
/// `kubectl rollout status`.
final class Rollout {
    private Rollout() {}

    /// @param container whose image counts; null for the first
    /// @throws IOException when there is no such container
    static Look.Seen of(JsonNode o, @Nullable String container) throws IOException {
        String image = image(o.at("/spec/template/spec/containers"), container);
        if (o.at("/status/observedGeneration").asLong() < o.at("/metadata/generation").asLong()) {
            return Look.Seen.of(image, State.ROLLING, "the controller has not seen the change yet");
        }
        return switch (o.path("kind").asText()) {
            case "Deployment" -> deployment(image, o);
            case "StatefulSet" -> statefulSet(image, o);
            default -> daemonSet(image, o);
        };
    }

    private static String image(JsonNode containers, @Nullable String named) throws IOException {
        for (JsonNode c : containers) {
            if (named == null || c.path("name").asText().equals(named)) {
                return c.path("image").asText();
            }
        }
        throw new IOException("the workload has no container '%s'".formatted(named));
    }

    private static Look.Seen deployment(String image, JsonNode o) {
        JsonNode status = o.path("status");
        for (JsonNode c : status.path("conditions")) {
            if (!o.at("/spec/paused").asBoolean()
                    && c.path("type").asText().equals("Progressing")
                    && c.path("reason").asText().equals("ProgressDeadlineExceeded")) {
                return Look.Seen.of(image, State.FAILING, c.path("message").asText());
            }
        }
        int wanted = o.at("/spec/replicas").asInt(1);
        int updated = status.path("updatedReplicas").asInt();
        int available = status.path("availableReplicas").asInt();
        boolean all =
                updated >= wanted
                        && status.path("replicas").asInt() <= updated
                        && available >= updated;
        Look.Seen seen = seen(image, all, updated, available, wanted);
        return o.at("/spec/paused").asBoolean() ? held(seen, "it is paused") : seen;
    }

    private static Look.Seen statefulSet(String image, JsonNode o) {
        JsonNode status = o.path("status");
        int wanted = o.at("/spec/replicas").asInt(1);
        int kept = o.at("/spec/updateStrategy/rollingUpdate/partition").asInt();
        int updated = status.path("updatedReplicas").asInt();
        int ready = status.path("readyReplicas").asInt();
        boolean one =
                status.path("currentRevision")
                        .asText("a")
                        .equals(status.path("updateRevision").asText("b"));
        boolean all = ready >= wanted && (one || updated >= wanted - kept);
        return byHand(o, seen(image, all, one ? wanted : updated, ready, wanted));
    }

    private static Look.Seen daemonSet(String image, JsonNode o) {
        JsonNode status = o.path("status");
        int wanted = status.path("desiredNumberScheduled").asInt();
        int updated = status.path("updatedNumberScheduled").asInt();
        int available = status.path("numberAvailable").asInt();
        boolean all = updated >= wanted && available >= wanted;
        return byHand(o, seen(image, all, updated, available, wanted));
    }

    /// With `OnDelete` somebody replaces the pods, whenever they like.
    private static Look.Seen byHand(JsonNode o, Look.Seen seen) {
        return o.at("/spec/updateStrategy/type").asText().equals("OnDelete")
                ? held(seen, "its pods are replaced by hand")
                : seen;
    }

    private static Look.Seen held(Look.Seen seen, String why) {
        return new Look.Seen(
                seen.image(), seen.state(), seen.told() + "; " + why, true, seen.commit());
    }

    private static Look.Seen seen(
            String image, boolean all, int updated, int available, int wanted) {
        return Look.Seen.of(
                image,
                all ? State.RUNNING : State.ROLLING,
                "%d of %d are updated, %d available".formatted(updated, wanted, available));
    }
}
