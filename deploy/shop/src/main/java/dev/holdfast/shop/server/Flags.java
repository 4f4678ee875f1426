package dev.holdfast.shop.server;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/// Feature flags of the running process.
final class Flags {
    private static final int MOST = 100;

    private final Map<String, Boolean> on =
            new ConcurrentSkipListMap<>(Map.of("new_feature", true));

    /// Takes `{"feature_name": "new_feature", "enabled": false}`.
    Map<String, Boolean> set(JsonNode wanted) {
        String name = wanted.path("feature_name").asText();
        if (!name.matches("[a-z0-9_-]{1,64}") || (on.size() >= MOST && !on.containsKey(name))) {
            throw new IllegalArgumentException(
                    "'%s' is no feature: up to 64 lower-case letters, digits, '_' and '-'"
                            .formatted(name));
        }
        on.put(name, wanted.path("enabled").asBoolean());
        return Map.copyOf(on);
    }

    Map<String, Boolean> all() {
        return Map.copyOf(on);
    }
}
