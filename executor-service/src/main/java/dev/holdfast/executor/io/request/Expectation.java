package dev.holdfast.executor.io.request;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.executor.flow.Call;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What an answer must be like.
///
/// @param status allowed codes; empty for 200 to 299
/// @param json expected texts by path, such as `release.version` or `items.0.id`
record Expectation(List<String> status, Map<String, String> json) {
    private static final String NO_JSON = "the answer is no JSON";

    static Expectation of(Call call) {
        return new Expectation(call.texts("expect-status"), call.table("expect-json"));
    }

    /// Everything that does not fit; empty when all does.
    List<String> misfits(int code, String body) {
        List<String> misfits = new ArrayList<>();
        boolean fits =
                status.isEmpty()
                        ? code >= 200 && code < 300
                        : status.contains(Integer.toString(code));
        if (!fits) {
            misfits.add(
                    "status %d, expected %s"
                            .formatted(code, status.isEmpty() ? "200 to 299" : status));
        }
        if (fits && !json.isEmpty()) {
            json(body, misfits);
        }
        return misfits;
    }

    /// Whether the answer is JSON with the expected texts; empty when it cannot be read. The code
    /// is judged by who asks.
    Optional<List<String>> looked(String body) {
        List<String> misfits = new ArrayList<>();
        if (!json.isEmpty()) {
            json(body, misfits);
        }
        return misfits.contains(NO_JSON) ? Optional.empty() : Optional.of(misfits);
    }

    private void json(String body, List<String> misfits) {
        JsonNode root;
        try {
            root = Json.read(body, JsonNode.class);
        } catch (Json.Unreadable _) {
            misfits.add(NO_JSON);
            return;
        }
        json.forEach((path, wanted) -> {
            JsonNode node = root;
            for (String name : path.split("\\.")) {
                boolean index = node.isArray() && name.matches("\\d{1,9}");
                node = index ? node.path(Integer.parseInt(name)) : node.path(name);
            }
            if (!node.asText().equals(wanted) || node.isMissingNode()) {
                misfits.add(
                        "%s is %s, expected '%s'"
                                .formatted(
                                        path,
                                        node.isMissingNode() ? "missing" : node.toString(),
                                        wanted));
            }
        });
    }
}
