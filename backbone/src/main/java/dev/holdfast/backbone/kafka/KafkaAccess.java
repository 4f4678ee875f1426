package dev.holdfast.backbone.kafka;

import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;

/// How our Kafka clients get in: the file that HOLDFAST_KAFKA_CLIENT names, in the form that Kafka's
/// own tools take (`security.protocol`, `sasl.…`, `ssl.…`). Without one they speak plainly.
///
/// Nothing else may stand in it: how often and how safely we read and write is not for settings.
public final class KafkaAccess {
    private static final String NAME = "HOLDFAST_KAFKA_CLIENT";

    private KafkaAccess() {}

    /// The settings of the file that the environment names; empty without one.
    public static Map<String, Object> settings() {
        @Nullable String file = System.getenv(NAME);
        return file == null || file.isBlank() ? Map.of() : read(Path.of(file));
    }

    /// What is wrong with the file that the environment names.
    public static Optional<String> problem() {
        try {
            var _ = settings();
            return Optional.empty();
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// An administering client's settings.
    public static Map<String, Object> admin(String bootstrap) {
        Map<String, Object> all = new HashMap<>(settings());
        all.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
        return all;
    }

    /// Throws `IllegalArgumentException` for a setting that has nothing to do with access, and
    /// `UncheckedIOException` for a file that cannot be read.
    public static Map<String, Object> read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s names %s, which cannot be read".formatted(NAME, file), e);
        }
        Map<String, Object> settings = new HashMap<>();
        TreeSet<String> foreign = new TreeSet<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.matches("(security|sasl|ssl)\\..+")) {
                settings.put(name, properties.getProperty(name));
            } else {
                foreign.add(name);
            }
        }
        if (!foreign.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s sets %s: only security., sasl. and ssl. settings belong there"
                            .formatted(file, foreign));
        }
        return settings;
    }
}
