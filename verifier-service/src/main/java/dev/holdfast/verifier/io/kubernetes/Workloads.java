package dev.holdfast.verifier.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.KubernetesCheck;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads workloads and their pods.
public final class Workloads {
    private Workloads() {}

    /// The workload's own document.
    static JsonNode document(Api.Session api, KubernetesCheck.Workload w) throws Unusable {
        return api.get(
                "/apis/apps/v1/namespaces/%s/%ss/%s".formatted(w.namespace(), w.kind(), w.name()));
    }

    /// Documents of its pods that are not on their way out.
    public static List<JsonNode> pods(Api.Session api, KubernetesCheck.Workload w) throws Unusable {
        return pods(api, w, document(api, w));
    }

    static List<JsonNode> pods(Api.Session api, KubernetesCheck.Workload w, JsonNode document)
            throws Unusable {
        JsonNode list =
                api.get(
                        "/api/v1/namespaces/%s/pods?limit=1000&labelSelector=%s"
                                .formatted(w.namespace(), Api.encoded(selector(document))));
        List<JsonNode> pods = new ArrayList<>();
        for (JsonNode pod : list.path("items")) {
            if (!pod.path("metadata").has("deletionTimestamp")) {
                pods.add(pod);
            }
        }
        return pods;
    }

    private static String selector(JsonNode document) throws Unusable {
        JsonNode selector = document.path("spec").path("selector");
        List<String> parts = new ArrayList<>();
        selector.path("matchLabels")
                .properties()
                .forEach(e -> parts.add(e.getKey() + "=" + e.getValue().asText()));
        for (JsonNode e : selector.path("matchExpressions")) {
            List<String> values = new ArrayList<>();
            e.path("values").forEach(v -> values.add(v.asText()));
            String key = e.path("key").asText();
            String set = "(" + String.join(",", values) + ")";
            parts.add(
                    switch (e.path("operator").asText()) {
                        case "In" -> key + " in " + set;
                        case "NotIn" -> key + " notin " + set;
                        case "Exists" -> key;
                        case "DoesNotExist" -> "!" + key;
                        default ->
                                throw new Unusable(Why.BROKEN, "its selector cannot be read: " + e);
                    });
        }
        if (parts.isEmpty()) {
            throw new Unusable(Why.BROKEN, "it selects no pods");
        }
        return String.join(",", parts);
    }

    static KubernetesCheck.Rollout rollout(JsonNode document, String kind) {
        JsonNode status = document.path("status");
        boolean daemon = kind.equals("daemonset");
        int desired =
                daemon
                        ? status.path("desiredNumberScheduled").asInt()
                        : document.path("spec").path("replicas").asInt(1);
        int updated = status.path(daemon ? "updatedNumberScheduled" : "updatedReplicas").asInt();
        int available =
                daemon
                        ? status.path("numberAvailable").asInt()
                        : kind.equals("statefulset")
                                ? status.path("readyReplicas").asInt()
                                : status.path("availableReplicas").asInt();
        return new KubernetesCheck.Rollout(
                document.path("metadata").path("generation").asLong(),
                status.path("observedGeneration").asLong(),
                desired,
                status.path(daemon ? "currentNumberScheduled" : "replicas").asInt(),
                updated,
                available,
                stuck(document),
                images(document.path("spec").path("template").path("spec")));
    }

    private static @Nullable String stuck(JsonNode document) {
        if (document.path("spec").path("paused").asBoolean()) {
            return "it is paused";
        }
        for (JsonNode c : document.path("status").path("conditions")) {
            boolean progressing = c.path("type").asText().equals("Progressing");
            if (progressing && c.path("status").asText().equals("False")) {
                return c.path("reason").asText() + " " + c.path("message").asText();
            }
        }
        return null;
    }

    static KubernetesCheck.Pod pod(JsonNode pod) {
        JsonNode status = pod.path("status");
        boolean ready = false;
        for (JsonNode c : status.path("conditions")) {
            ready |=
                    c.path("type").asText().equals("Ready")
                            && c.path("status").asText().equals("True");
        }
        int restarts = 0;
        Instant restarted = null;
        List<String> waits = new ArrayList<>();
        for (JsonNode c : status.path("containerStatuses")) {
            restarts += c.path("restartCount").asInt();
            Instant ended =
                    instant(c.path("lastState").path("terminated").path("finishedAt").asText(""));
            restarted =
                    ended != null && (restarted == null || ended.isAfter(restarted))
                            ? ended
                            : restarted;
            String reason = c.path("state").path("waiting").path("reason").asText("");
            if (!reason.isEmpty()) {
                waits.add(reason);
            }
        }
        return new KubernetesCheck.Pod(
                name(pod),
                status.path("phase").asText("Unknown"),
                ready,
                restarts,
                String.join(", ", waits),
                restarted,
                images(pod.path("spec")));
    }

    /// The name of any document.
    public static String name(JsonNode document) {
        return document.path("metadata").path("name").asText("");
    }

    static Map<String, String> images(JsonNode spec) {
        Map<String, String> images = new HashMap<>();
        for (JsonNode c : spec.path("containers")) {
            images.put(c.path("name").asText(), c.path("image").asText());
        }
        return images;
    }

    static @Nullable Instant instant(String text) {
        try {
            return text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeException _) {
            return null;
        }
    }
}
