package dev.holdfast.notifier;

import dev.holdfast.backbone.pack.PackFiles;

import java.util.HashMap;
import java.util.Map;

/// Packs of the shop for tests.
public final class Packs {
    public static final String MANIFEST =
            """
            system: shop
            owner: team-shop
            environments:
              production: {variables: {hooks: "http://127.0.0.1:7480"}}
              staging: {variables: {hooks: "http://127.0.0.1:7481"}}
            secrets:
              hook-signing: env:HOOK
            """;

    private Packs() {}

    public static PackFiles shop(String notifications) {
        return shop(notifications, Map.of());
    }

    public static PackFiles shop(String notifications, Map<String, String> more) {
        Map<String, String> files = new HashMap<>(more);
        files.put("pack.yml", MANIFEST);
        files.put("notifications.yml", notifications);
        return PackFiles.of("shop", files);
    }
}
