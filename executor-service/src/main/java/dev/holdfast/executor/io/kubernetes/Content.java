package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Optional;

/// What of an object was written by somebody, without what the server and Holdfast add.
final class Content {
    private static final List<String> SERVERS =
            List.of(
                    "resourceVersion",
                    "uid",
                    "generation",
                    "creationTimestamp",
                    "managedFields",
                    "selfLink",
                    "deletionTimestamp",
                    "deletionGracePeriodSeconds");
    private static final List<String> ADDED =
            List.of(Stamp.KEY, Stamp.EPOCH, Stamp.ROLLBACK, Revision.NUMBER);

    /// What a Service is given for its life.
    private static final List<String> GIVEN =
            List.of("clusterIP", "clusterIPs", "healthCheckNodePort", "ipFamilies");

    private Content() {}

    static ObjectNode of(ObjectNode object) {
        ObjectNode content = object.deepCopy();
        content.remove("status");
        ObjectNode metadata = content.withObject("/metadata");
        metadata.remove(SERVERS);
        if (metadata.path("annotations") instanceof ObjectNode annotations) {
            annotations.remove(ADDED);
            if (annotations.isEmpty()) {
                metadata.remove("annotations");
            }
        }
        return content;
    }

    /// A text that is the same as long as the content is. What may be secret is told by its version,
    /// since a short secret could be guessed from its fingerprint.
    static String state(Ref ref, Optional<ObjectNode> object) {
        if (object.isEmpty()) {
            return "absent";
        }
        return ref.kind().veiled()
                ? "version " + object.get().at("/metadata/resourceVersion").asText()
                : Fingerprint.of(of(object.get()));
    }

    /// The recorded content as the next state of an object that is there now.
    static ObjectNode over(ObjectNode recorded, ObjectNode now, boolean replicas) {
        ObjectNode next = recorded.deepCopy();
        ObjectNode metadata = next.withObject("/metadata");
        for (String field : List.of("resourceVersion", "uid", "ownerReferences", "finalizers")) {
            JsonNode value = now.path("metadata").path(field);
            if (!value.isMissingNode()) {
                metadata.set(field, value);
            }
        }
        keep(now, next, Revision.NUMBER);
        if (next.path("spec") instanceof ObjectNode spec) {
            JsonNode was = now.path("spec");
            for (String field : GIVEN) {
                if (was.has(field)) {
                    spec.set(field, was.get(field));
                }
            }
            if (!replicas && was.has("replicas")) {
                spec.set("replicas", was.get("replicas"));
            }
        }
        return next;
    }

    /// The recorded content for an object that is not there any more.
    static ObjectNode fresh(ObjectNode recorded) {
        ObjectNode next = recorded.deepCopy();
        next.withObject("/metadata").remove(List.of("ownerReferences", "finalizers"));
        if (next.path("kind").asText().equals("Service")
                && next.path("spec") instanceof ObjectNode spec
                && !spec.path("clusterIP").asText().equals("None")) {
            spec.remove(GIVEN);
        }
        return next;
    }

    private static void keep(ObjectNode now, ObjectNode next, String annotation) {
        JsonNode value = now.at("/metadata/annotations").path(annotation);
        if (!value.isMissingNode()) {
            next.withObject("/metadata/annotations").set(annotation, value);
        }
    }
}
