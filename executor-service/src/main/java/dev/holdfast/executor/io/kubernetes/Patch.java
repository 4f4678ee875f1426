package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.domain.runbook.ArgumentForm;
import dev.holdfast.executor.domain.runbook.ArgumentType;
import dev.holdfast.executor.flow.Call;

import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

import java.util.List;
import java.util.Optional;

/// `kubernetes.patch`: changes parts of one object by a JSON patch, a merge patch or a strategic merge
/// patch, written as YAML or JSON. A `remove` whose path is not there is no failure, since absence is
/// the goal.
public final class Patch extends ContentAction {
    public Patch(Clusters clusters) {
        super(
                clusters,
                "kubernetes.patch",
                ArgumentForm.needs("object", ArgumentType.TEXT),
                ArgumentForm.needs("patch", ArgumentType.TEXT),
                ArgumentForm.choice("type", "json", "merge", "strategic"),
                Records.PLACE);
    }

    @Override
    List<Ref> refs(Call call, Api api) throws Wrong {
        return List.of(api.ref(call.text("object")));
    }

    @Override
    Optional<ObjectNode> one(Site site, Ref ref, Optional<ObjectNode> now, Api.Run run)
            throws Wrong {
        if (now.isEmpty()) {
            throw Wrong.given("%s is not there".formatted(ref));
        }
        JsonNode patch = Manifests.value(site.call().text("patch"), "the patch");
        String type = site.call().text("type", "strategic");
        if (type.equals("strategic")) {
            return Optional.of(strategic(site, ref, now.get(), patch, run));
        }
        JsonNode patched =
                type.equals("json") ? json(now.get(), patch) : merged(now.get().deepCopy(), patch);
        if (!(patched instanceof ObjectNode object)) {
            throw Wrong.given("the patch leaves no object");
        }
        return Optional.of(site.api().replace(ref, site.mark().put(object), run));
    }

    private static ObjectNode strategic(
            Site site, Ref ref, ObjectNode now, JsonNode patch, Api.Run run) throws Wrong {
        if (!(patch.deepCopy() instanceof ObjectNode object)) {
            throw Wrong.given("a strategic merge patch is an object");
        }
        ObjectNode marked = site.mark().put(object);
        marked.withObject("/metadata").set("resourceVersion", now.at("/metadata/resourceVersion"));
        return site.api().patch(ref, "strategic-merge-patch", marked, run);
    }

    /// One operation after the other, so that each `remove` is judged by what those before have left.
    private static JsonNode json(ObjectNode now, JsonNode patch) throws Wrong {
        JsonNode object = now.deepCopy();
        for (JsonNode operation : patch) {
            boolean removes = operation.path("op").asText().equals("remove");
            String path = operation.path("path").asText();
            if (removes && object.at(pointer(path)).isMissingNode()) {
                continue;
            }
            ArrayNode single = Json.mapper().createArrayNode().add(operation);
            try {
                object = JsonPatch.apply(single, object);
            } catch (JsonPatchException e) {
                throw Wrong.given(
                        "the patch does not fit: %s %s: %s"
                                .formatted(operation.path("op").asText(), path, e.getMessage()));
            }
        }
        return object;
    }

    private static String pointer(String path) throws Wrong {
        if (!path.startsWith("/")) {
            throw Wrong.given("'%s' is no path such as /spec/rules/0".formatted(path));
        }
        return path;
    }

    /// RFC 7386.
    static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode changes)) {
            return patch;
        }
        ObjectNode object = target instanceof ObjectNode o ? o : Json.mapper().createObjectNode();
        changes.properties()
                .forEach(e -> {
                    if (e.getValue().isNull()) {
                        object.remove(e.getKey());
                    } else {
                        object.set(e.getKey(), merged(object.path(e.getKey()), e.getValue()));
                    }
                });
        return object;
    }
}
