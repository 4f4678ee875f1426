package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.executor.flow.Call;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A Deployment, StatefulSet or DaemonSet as it was read.
record Workload(Ref ref, ObjectNode object) {
    private static final List<Kind> KINDS =
            List.of(Kind.DEPLOYMENT, Kind.STATEFUL_SET, Kind.DAEMON_SET);

    /// Names the object without reading it.
    static Ref ref(Api api, String text) throws Wrong {
        Ref ref = api.ref(text);
        if (!KINDS.contains(ref.kind())) {
            throw Wrong.given(
                    "%s is neither a deployment nor a statefulset nor a daemonset".formatted(ref));
        }
        return ref;
    }

    static Ref ref(Api api, Call call) throws Wrong {
        return ref(api, call.text("workload"));
    }

    static Workload read(Api api, Ref ref) throws Wrong {
        return new Workload(ref, api.get(ref));
    }

    boolean deployment() {
        return ref.kind().equals(Kind.DEPLOYMENT);
    }

    String uid() {
        return object.at("/metadata/uid").asText();
    }

    JsonNode template() {
        return object.at("/spec/template");
    }

    /// Of the template, which is all that a rollout changes.
    String fingerprint() {
        return fingerprint(template());
    }

    static String fingerprint(JsonNode template) {
        JsonNode plain = template.deepCopy();
        if (plain.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove("creationTimestamp");
            if (metadata.path("labels") instanceof ObjectNode labels) {
                labels.remove("pod-template-hash");
            }
        }
        return Fingerprint.of(plain);
    }

    boolean paused() {
        return object.at("/spec/paused").asBoolean(false);
    }

    int replicas() {
        return object.at("/spec/replicas").asInt(1);
    }

    int ready() {
        String field = ref.kind().equals(Kind.DAEMON_SET) ? "numberReady" : "readyReplicas";
        return object.path("status").path(field).asInt(0);
    }

    Map<String, String> images() {
        return images(template());
    }

    /// By container.
    static Map<String, String> images(JsonNode template) {
        Map<String, String> images = new TreeMap<>();
        for (String list : List.of("initContainers", "containers")) {
            for (JsonNode c : template.path("spec").path(list)) {
                images.put(c.path("name").asText(), c.path("image").asText());
            }
        }
        return images;
    }

    /// Such as `web=shop:1.4.1`.
    static String shown(Map<String, String> images) {
        return images.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    /// Its pods' labels, as a selector for lists.
    String selector() throws Wrong {
        return selector(object.at("/spec/selector"));
    }

    static String selector(JsonNode selector) throws Wrong {
        if (!selector.path("matchExpressions").isEmpty()) {
            throw Wrong.given("selectors with matchExpressions are not followed");
        }
        return labels(selector.path("matchLabels"));
    }

    static String labels(JsonNode labels) {
        return labels.properties().stream()
                .map(e -> e.getKey() + "=" + e.getValue().asText())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /// A copy to change and write back.
    ObjectNode draft() {
        return object.deepCopy();
    }

    JsonNode container(String name) {
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode c : template().path("spec").path(list)) {
                if (c.path("name").asText().equals(name)) {
                    return c;
                }
            }
        }
        return MissingNode.getInstance();
    }
}
