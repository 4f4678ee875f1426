package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.io.kubernetes.Cluster.Ask;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What one namespace's objects are asked and told.
///
/// @param limit for one request
record Api(Cluster cluster, String namespace, Duration limit) {
    static final String MANAGER = "holdfast";

    private static final String JSON = "application/json";
    private static final int MOST = 500;
    private static final int TRIES = 5;

    /// Whether the server only says what it would do.
    enum Run {
        DRY,
        REAL
    }

    /// What to make of an object as it is now.
    interface Change {
        /// The object as it is to be; null when nothing is to be done. [Wrong] stops.
        @Nullable ObjectNode of(ObjectNode now) throws Wrong;
    }

    Api at(String other) throws Wrong {
        return new Api(cluster, Ref.namespace(other), limit);
    }

    Ref ref(String text) throws Wrong {
        return Ref.of(namespace, text);
    }

    /// A kind that Holdfast does not know by heart, as the server describes it.
    Kind kind(String apiVersion, String kind) throws Wrong {
        if (!apiVersion.matches("([a-z0-9.-]{1,200}/)?v[a-z0-9]{1,20}")) {
            throw Wrong.given("'%s' is no apiVersion".formatted(apiVersion));
        }
        String root = apiVersion.contains("/") ? "/apis/" : "/api/";
        for (JsonNode r :
                cluster.send(Ask.get(root + apiVersion, Map.of()), limit).path("resources")) {
            String plural = r.path("name").asText();
            if (r.path("kind").asText().equals(kind) && !plural.contains("/")) {
                if (!r.path("namespaced").asBoolean()) {
                    throw Wrong.given("a %s belongs to no namespace".formatted(kind));
                }
                int slash = apiVersion.indexOf('/');
                String group = slash < 0 ? "" : apiVersion.substring(0, slash);
                String version = apiVersion.substring(slash + 1);
                String word = plural + "." + version + (group.isEmpty() ? "" : "." + group);
                return new Kind(group, version, plural, word);
            }
        }
        throw Wrong.given("the server knows no %s in %s".formatted(kind, apiVersion));
    }

    Optional<ObjectNode> find(Ref ref) throws Wrong {
        try {
            return Optional.of(get(ref));
        } catch (Wrong e) {
            if (e.code() == 404) {
                return Optional.empty();
            }
            throw e;
        }
    }

    ObjectNode get(Ref ref) throws Wrong {
        return cluster.send(Ask.get(ref.path(), Map.of()), limit);
    }

    /// At most 500, by labels.
    List<ObjectNode> list(Kind kind, String selector) throws Wrong {
        Map<String, String> query = new HashMap<>();
        query.put("limit", Integer.toString(MOST));
        if (!selector.isEmpty()) {
            query.put("labelSelector", selector);
        }
        List<ObjectNode> items = new ArrayList<>();
        ObjectNode answer = cluster.send(Ask.get(kind.path(namespace), query), limit);
        for (JsonNode item : answer.path("items")) {
            if (item instanceof ObjectNode object) {
                items.add(object);
            }
        }
        return items;
    }

    ObjectNode create(Ref ref, ObjectNode object, Run run) throws Wrong {
        return cluster.send(
                new Ask("POST", ref.kind().path(namespace), how(run), JSON, Json.text(object)),
                limit);
    }

    /// Only as long as the object still has the version that it carries.
    ObjectNode replace(Ref ref, ObjectNode object, Run run) throws Wrong {
        return cluster.send(new Ask("PUT", ref.path(), how(run), JSON, Json.text(object)), limit);
    }

    /// @param type `strategic-merge-patch` and the like
    ObjectNode patch(Ref ref, String type, JsonNode body, Run run) throws Wrong {
        return cluster.send(
                new Ask(
                        "PATCH",
                        ref.path(),
                        how(run),
                        "application/" + type + "+json",
                        Json.text(body)),
                limit);
    }

    /// Server-side apply. Without `force`, fields of other managers are a conflict.
    ObjectNode apply(Ref ref, ObjectNode object, boolean force, Run run) throws Wrong {
        Map<String, String> query = new HashMap<>(how(run));
        query.put("force", Boolean.toString(force));
        return cluster.send(
                new Ask(
                        "PATCH",
                        ref.path(),
                        query,
                        "application/apply-patch+yaml",
                        Json.text(object)),
                limit);
    }

    /// Exactly this object, not one of the same name that came after it.
    void delete(Ref ref, ObjectNode seen, Run run) throws Wrong {
        ObjectNode options = Json.mapper().createObjectNode();
        options.put("apiVersion", "v1").put("kind", "DeleteOptions");
        options.put("propagationPolicy", "Background");
        options.putObject("preconditions").put("uid", seen.at("/metadata/uid").asText());
        if (run == Run.DRY) {
            // In the body: beside one, the server does not look at the query.
            options.putArray("dryRun").add("All");
        }
        cluster.send(new Ask("DELETE", ref.path(), Map.of(), JSON, Json.text(options)), limit);
    }

    /// The last 200 lines that a pod's first container has written.
    String log(Ref pod) throws Wrong {
        return cluster.text(Ask.get(pod.path() + "/log", Map.of("tailLines", "200")), limit);
    }

    private static Map<String, String> how(Run run) {
        return run == Run.DRY
                ? Map.of("fieldManager", MANAGER, "dryRun", "All")
                : Map.of("fieldManager", MANAGER);
    }

    /// One reading and writing of an object.
    interface Attempt<T> {
        T make() throws Wrong;
    }

    /// Status moves versions all the time, so what met a conflict is made afresh, at most 5 times.
    static <T> T afresh(Attempt<T> attempt) throws Wrong {
        for (int i = 1; ; i++) {
            try {
                return attempt.make();
            } catch (Wrong e) {
                if (!e.conflict() || i == TRIES) {
                    throw e;
                }
            }
        }
    }

    /// Reads, changes and writes at the version that was read. Empty when nothing was to be done.
    Optional<ObjectNode> change(Ref ref, Run run, Change change) throws Wrong {
        return afresh(() -> {
            ObjectNode wanted = change.of(get(ref));
            return wanted == null ? Optional.empty() : Optional.of(replace(ref, wanted, run));
        });
    }
}
