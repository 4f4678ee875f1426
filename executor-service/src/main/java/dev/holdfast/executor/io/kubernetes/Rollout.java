package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

/// Where a rollout stands, by the rules of `kubectl rollout status`.
sealed interface Rollout {
    /// Every replica is of the wanted template and available.
    record Complete(String told) implements Rollout {}

    /// It may still become complete.
    record Underway(String told) implements Rollout {}

    /// The controller has given up waiting.
    record Stuck(String told) implements Rollout {}

    static Rollout of(Workload w) {
        JsonNode o = w.object();
        long observed = o.at("/status/observedGeneration").asLong();
        if (observed < o.at("/metadata/generation").asLong()) {
            return new Underway("the controller has not seen the change yet");
        }
        return switch (w.ref().kind().plural()) {
            case "deployments" -> deployment(w);
            case "statefulsets" -> statefulSet(w);
            default -> daemonSet(w);
        };
    }

    private static Rollout deployment(Workload w) {
        JsonNode status = w.object().path("status");
        for (JsonNode c : status.path("conditions")) {
            if (c.path("type").asText().equals("Progressing")
                    && c.path("reason").asText().equals("ProgressDeadlineExceeded")) {
                return new Stuck(c.path("message").asText());
            }
        }
        int wanted = w.replicas();
        int updated = status.path("updatedReplicas").asInt();
        int all = status.path("replicas").asInt();
        int available = status.path("availableReplicas").asInt();
        if (w.paused()) {
            return new Stuck("it is paused");
        }
        if (updated < wanted) {
            return new Underway("%d of %d replicas are updated".formatted(updated, wanted));
        }
        if (all > updated) {
            return new Underway("%d old replicas are still there".formatted(all - updated));
        }
        return available < updated
                ? new Underway(
                        "%d of %d updated replicas are available".formatted(available, updated))
                : new Complete("%d of %d replicas are available".formatted(available, wanted));
    }

    private static Rollout statefulSet(Workload w) {
        JsonNode status = w.object().path("status");
        int wanted = w.replicas();
        int ready = status.path("readyReplicas").asInt();
        if (!w.object().at("/spec/updateStrategy/type").asText().equals("RollingUpdate")) {
            return new Stuck("its update strategy changes no running pod");
        }
        int partition = w.object().at("/spec/updateStrategy/rollingUpdate/partition").asInt();
        int updated = status.path("updatedReplicas").asInt();
        String update = status.path("updateRevision").asText();
        boolean all =
                partition > 0
                        ? updated >= wanted - partition
                        : status.path("currentRevision").asText().equals(update)
                                || updated >= wanted;
        if (ready < wanted || !all) {
            return new Underway(
                    "%d of %d replicas are ready, %d updated".formatted(ready, wanted, updated));
        }
        return new Complete("%d of %d replicas are ready".formatted(ready, wanted));
    }

    private static Rollout daemonSet(Workload w) {
        JsonNode status = w.object().path("status");
        if (!w.object().at("/spec/updateStrategy/type").asText().equals("RollingUpdate")) {
            return new Stuck("its update strategy changes no running pod");
        }
        int wanted = status.path("desiredNumberScheduled").asInt();
        int updated = status.path("updatedNumberScheduled").asInt();
        int available = status.path("numberAvailable").asInt();
        return updated < wanted || available < wanted
                ? new Underway(
                        "%d of %d pods are updated, %d available"
                                .formatted(updated, wanted, available))
                : new Complete("%d of %d pods are available".formatted(available, wanted));
    }
}
