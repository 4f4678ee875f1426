package dev.holdfast.cli.output;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.function.Function;

/// One column of a table over JSON objects.
///
/// @param wide shown with `-o wide` only
public record Column(String title, Function<JsonNode, String> text, boolean wide) {

    /// A column with what stands at this path, `a.b.c`; empty when it is not there.
    public static Column of(String title, String path) {
        return new Column(title, node -> at(node, path), false);
    }

    public static Column wide(String title, String path) {
        return new Column(title, node -> at(node, path), true);
    }

    public static Column of(String title, Function<JsonNode, String> text) {
        return new Column(title, text, false);
    }

    /// What stands at the path; lists are joined by commas.
    public static String at(JsonNode node, String path) {
        JsonNode found = node;
        for (String member : path.split("\\.")) {
            found = found.path(member);
        }
        if (found.isArray()) {
            var joined = new StringBuilder();
            found.forEach(
                    item -> joined.append(joined.isEmpty() ? "" : ", ").append(item.asText()));
            return joined.toString();
        }
        return found.isNull() || found.isMissingNode() ? "" : found.asText();
    }
}
