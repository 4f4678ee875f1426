package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.BackupCheck;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.CommandCheck;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;
import dev.holdfast.verifier.domain.check.RestoredCheck;
import dev.holdfast.verifier.domain.check.SqlText;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `command:`, `backup:` and `restored:` checks, which look at the service's own machine.
final class LocalReader {
    private LocalReader() {}

    static Optional<Check> command(YamlMap m, Known known) {
        m.only("run", "exit", "contains");
        List<YamlValue> run = m.required("run").list();
        if (run.isEmpty() || !run.getFirst().text().startsWith("/")) {
            m.required("run")
                    .problem("expected [program, argument, …] with the program's full path");
            return Optional.empty();
        }
        return Optional.of(
                new CommandCheck(
                        run.stream().map(known::template).toList(),
                        (int) m.whole("exit", 0, 255, 0),
                        known.templateOrNull(m, "contains")));
    }

    static Optional<Check> backup(YamlMap m, Known known) {
        m.only("folder", "name", "younger-than", "at-least", "unpacks");
        return Optional.of(
                new BackupCheck(
                        place(m, known),
                        CheckReader.duration(m, "younger-than"),
                        m.whole("at-least", 0, Long.MAX_VALUE / 1_000, 1),
                        m.flag("unpacks", true)));
    }

    private static BackupCheck.Place place(YamlMap m, Known known) {
        return new BackupCheck.Place(
                known.template(m.required("folder")), known.template(m.required("name")));
    }

    static Optional<Check> restored(YamlMap m, Known known) {
        m.only("folder", "name", "database", "tables", "tolerance");
        BackupCheck.Place place = place(m, known);
        DatabaseTemplate database = known.databases().find(m.required("database"));
        double tolerance = m.optional("tolerance").map(BoundReader::part).orElse(0.0);
        Map<String, SqlText> tables = new LinkedHashMap<>();
        for (YamlValue table : m.list("tables")) {
            IntegrityReader.count(table)
                    .ifPresent(q -> tables.put(IntegrityReader.full(table.text()), q));
        }
        if (m.list("tables").isEmpty()) {
            m.self().problem("'tables' must name one at least");
        }
        return database == null || tables.isEmpty()
                ? Optional.empty()
                : Optional.of(new RestoredCheck(place, database, tables, tolerance));
    }
}
