package dev.holdfast.shop.server;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Feature flags of the running process.
final class Flags {
    private static final int MOST = 100;

    private final Map<String, Boolean> on =
            new ConcurrentSkipListMap<>(Map.of("new-feature", true));

    /// Takes `{"feature_name": "new-feature", "enabled": false}`.
    Map<String, Boolean> set(JsonNode wanted) {
        String name = wanted.path("feature_name").asText();
        if (!name.matches("[a-z0-9-]{1,64}") || on.size() >= MOST) {
            throw new IllegalArgumentException(
                    "'%s' is no feature: up to 64 lower-case letters, digits and '-'"
                            .formatted(name));
        }
        on.put(name, wanted.path("enabled").asBoolean());
        return Map.copyOf(on);
    }

    Map<String, Boolean> all() {
        return Map.copyOf(on);
    }
}
