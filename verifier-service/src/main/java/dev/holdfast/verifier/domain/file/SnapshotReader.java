package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Check;

import java.util.Optional;

/// Reads one entry of `snapshot:`: a value to be measured before anything is changed.
final class SnapshotReader {
    private SnapshotReader() {}

    static Optional<Check> read(YamlMap m, Known known) {
        m.only("sql", "metrics", "description");
        if (m.has("sql") == m.has("metrics")) {
            m.self().problem("a snapshot value is either 'sql' or 'metrics'");
            return Optional.empty();
        }
        return m.has("sql")
                ? SqlReader.value(m.map("sql"), known)
                : MetricsReader.value(m.map("metrics"), known);
    }
}
