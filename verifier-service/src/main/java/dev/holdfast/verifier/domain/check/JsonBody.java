package dev.holdfast.verifier.domain.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import java.util.Optional;

/// Reads JSON that a target sent, strictly: a key that stands twice or something after the end
/// makes it unreadable, since two readers would not agree on what it says.
final class JsonBody {
    private static final JsonMapper STRICT =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private JsonBody() {}

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.ofNullable(STRICT.readTree(text)).filter(n -> !n.isMissingNode());
        } catch (JsonProcessingException _) {
            return Optional.empty();
        }
    }

    static String quoted(String text) {
        return TextNode.valueOf(text).toString();
    }
}
