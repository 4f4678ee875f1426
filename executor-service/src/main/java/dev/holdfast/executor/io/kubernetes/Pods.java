package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/// What pods say about themselves.
final class Pods {
    private static final int SHOWN = 20;

    private Pods() {}

    static boolean ready(JsonNode pod) {
        for (JsonNode c : pod.at("/status/conditions")) {
            if (c.path("type").asText().equals("Ready")) {
                return c.path("status").asText().equals("True")
                        && !pod.path("metadata").hasNonNull("deletionTimestamp");
            }
        }
        return false;
    }

    /// A line a pod, for the evidence.
    static String lines(List<ObjectNode> pods) {
        List<String> lines = new ArrayList<>();
        for (ObjectNode pod : pods.stream().limit(SHOWN).toList()) {
            lines.add(line(pod));
        }
        return String.join("\n", lines);
    }

    private static String line(JsonNode pod) {
        StringBuilder line = new StringBuilder(pod.at("/metadata/name").asText());
        line.append(' ').append(pod.at("/status/phase").asText("Unknown"));
        line.append(ready(pod) ? " ready" : " not ready");
        for (JsonNode c : pod.at("/status/containerStatuses")) {
            JsonNode waiting = c.at("/state/waiting/reason");
            line.append(' ').append(c.path("image").asText());
            if (!waiting.isMissingNode()) {
                line.append(' ').append(waiting.asText());
            }
            if (c.path("restartCount").asInt() > 0) {
                line.append(" restarted ").append(c.path("restartCount").asInt()).append(" times");
            }
        }
        return line.toString();
    }
}
