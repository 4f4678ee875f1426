package dev.holdfast.shop.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/// The release that this process runs, as its folder says.
///
/// @param pricing decides the behaviour
/// @param migrates whether it brings a [Migration]
public record Release(String version, Pricing pricing, boolean migrates) {

    /// Reads `release.properties` of the folder that the link `current` points to now.
    static Release current(Path home) throws IOException {
        Path folder = home.resolve("current").toRealPath();
        var properties = new Properties();
        try (var in = Files.newBufferedReader(folder.resolve("release.properties"))) {
            properties.load(in);
        }
        return new Release(
                properties.getProperty("version", folder.getFileName().toString()),
                Pricing.named(properties.getProperty("pricing", "line")),
                Boolean.parseBoolean(properties.getProperty("migrates", "false")));
    }

    /// The release of a version that prices like this: `line` is right, `bundle` is broken.
    public static Release of(String version, String pricing) {
        return new Release(version, Pricing.named(pricing), false);
    }
}
