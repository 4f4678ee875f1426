package dev.holdfast.ship;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Documents of YAML as trees.
final class Yaml {
    static final ObjectMapper MAPPER = new ObjectMapper(new YAMLFactory());

    private Yaml() {}

    static JsonNode one(String text) throws IOException {
        return MAPPER.readTree(text);
    }

    /// Every document that holds something.
    static List<JsonNode> all(String text) throws IOException {
        List<JsonNode> all = new ArrayList<>();
        try (var parser = MAPPER.getFactory().createParser(text)) {
            var documents = MAPPER.readerFor(JsonNode.class).<JsonNode>readValues(parser);
            while (documents.hasNext()) {
                JsonNode next = documents.next();
                if (next != null && next.isObject()) {
                    all.add(next);
                }
            }
        }
        return all;
    }

    static JsonNode named(List<JsonNode> all, String kind, String name) {
        return all.stream()
                .filter(o -> o.path("kind").asText().equals(kind))
                .filter(o -> o.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    static List<JsonNode> of(List<JsonNode> all, String kind) {
        return all.stream().filter(o -> o.path("kind").asText().equals(kind)).toList();
    }
}
