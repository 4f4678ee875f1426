package dev.holdfast.local;

import org.postgresql.Driver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The jars the broker's JVM runs on: exactly those this module was built with, found again in
/// the local Maven repository, whatever the classpath of the caller.
final class BrokerClasspath {
    private static final String LIST = "/META-INF/holdfast/broker-classpath.txt";
    private static final String PREFIX = "REPOSITORY/";

    /// artifact file → version → artifact → "postgresql" → "org" → repository
    private static final int LEVELS = 5;

    private BrokerClasspath() {}

    static List<Path> jars() {
        Path repository = repository();
        var jars = new ArrayList<Path>();
        for (String entry : list().trim().split(":")) {
            Path jar =
                    entry.startsWith(PREFIX)
                            ? repository.resolve(entry.substring(PREFIX.length()))
                            : Path.of(entry);
            if (!Files.isRegularFile(jar)) {
                throw new LocalException(
                        "The Kafka broker needs %s, which is not there. Build deploy/local once"
                                        .formatted(jar)
                                + " with Maven (online), which downloads it.");
            }
            jars.add(jar);
        }
        return jars;
    }

    private static String list() {
        try (var in = BrokerClasspath.class.getResourceAsStream(LIST)) {
            return new String(
                    Objects.requireNonNull(in, "deploy/local was built without " + LIST)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + LIST, e);
        }
    }

    private static Path repository() {
        try {
            Path at =
                    Path.of(
                            Driver.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            for (int i = 0; i < LEVELS; i++) {
                at = Objects.requireNonNull(at.getParent(), "no repository above the JDBC driver");
            }
            return at;
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The JDBC driver's jar has no file path", e);
        }
    }
}
