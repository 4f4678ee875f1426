package dev.holdfast.ship;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The schemas that an API server publishes: it passes over fields that it does not know, so a
/// misspelt one would go unseen.
final class OpenApi {
    private final JsonNode definitions;
    private final Map<String, JsonNode> kinds = new HashMap<>();

    OpenApi(JsonNode document) {
        this.definitions = document.path("definitions");
        for (JsonNode definition : definitions) {
            for (JsonNode kind : definition.path("x-kubernetes-group-version-kind")) {
                String group = kind.path("group").asText();
                String version = kind.path("version").asText();
                kinds.put(
                        (group.isEmpty() ? version : group + "/" + version)
                                + " "
                                + kind.path("kind").asText(),
                        definition);
            }
        }
    }

    boolean knows(JsonNode object) {
        return kinds.containsKey(key(object));
    }

    private static String key(JsonNode object) {
        return object.path("apiVersion").asText() + " " + object.path("kind").asText();
    }

    /// The paths of all fields that are in no schema.
    List<String> unknown(JsonNode object) {
        JsonNode schema = kinds.get(key(object));
        List<String> unknown = new ArrayList<>();
        if (schema == null) {
            unknown.add(key(object));
        } else {
            look(object, schema, "", unknown);
        }
        return unknown;
    }

    private void look(JsonNode value, JsonNode schema, String path, List<String> unknown) {
        JsonNode at = schema;
        if (at.has("$ref")) {
            at = definitions.path(at.path("$ref").asText().replaceFirst("^#/definitions/", ""));
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                look(value.get(i), at.path("items"), path + "/" + i, unknown);
            }
        }
        boolean isOpen = !at.has("properties") && !at.has("additionalProperties");
        if (!value.isObject() || isOpen) {
            return;
        }
        for (var field : value.properties()) {
            JsonNode next =
                    at.path("properties").has(field.getKey())
                            ? at.path("properties").path(field.getKey())
                            : at.path("additionalProperties");
            String name = path + "/" + field.getKey();
            if (next.isMissingNode()) {
                unknown.add(name);
            } else {
                look(field.getValue(), next, name, unknown);
            }
        }
    }
}
