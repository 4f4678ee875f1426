package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.verifier.domain.check.Asking;

import java.util.List;
import java.util.Optional;

/// Reads one entry of `snapshot:`: a value to be measured before anything is changed.
final class SnapshotReader {
    private SnapshotReader() {}

    static Optional<Asking> read(YamlMap m, Known known) {
        m.only("sql", "metrics", "http", "description");
        List<String> there = List.of("sql", "metrics", "http").stream().filter(m::has).toList();
        if (there.size() != 1) {
            m.self().problem("a snapshot value is exactly one of sql, metrics, http");
            return Optional.empty();
        }
        return switch (there.getFirst()) {
            case "sql" -> SqlReader.value(m.map("sql"), known);
            case "metrics" -> MetricsReader.value(m.map("metrics"), known);
            default -> HttpReader.value(m.map("http"), known);
        };
    }
}
