package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// The same 12 hexadecimal digits for equal content, whatever the order of its members; members that
/// are null count as absent.
final class Fingerprint {
    private Fingerprint() {}

    static String of(JsonNode node) {
        return of(Json.text(sorted(node)));
    }

    static String of(String text) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }

    private static Object sorted(JsonNode node) {
        if (node.isObject()) {
            Map<String, Object> sorted = new TreeMap<>();
            node.properties()
                    .forEach(e -> {
                        if (!e.getValue().isNull()) {
                            sorted.put(e.getKey(), sorted(e.getValue()));
                        }
                    });
            return sorted;
        }
        if (node.isArray()) {
            return node.valueStream().map(Fingerprint::sorted).toList();
        }
        return node;
    }
}
