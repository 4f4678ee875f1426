package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.decision.domain.condition.Vocabulary;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reads `matrix:`, and finds rows that can never decide anything.
final class MatrixSection {
    private static final int MOST_ROWS = 200;

    private MatrixSection() {}

    static List<Row> rows(YamlMap file, PackManifest manifest, Vocabulary words) {
        List<YamlValue> values = file.required("matrix").list();
        if (values.isEmpty() && file.has("matrix")) {
            file.required("matrix").problem("the matrix needs at least one row");
        }
        if (values.size() > MOST_ROWS) {
            values.get(MOST_ROWS).problem("at most %d rows are read".formatted(MOST_ROWS));
        }
        RowReader reader = new RowReader(manifest, words, ScheduleSection.windows(file));
        List<Row> rows = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (YamlValue value : values.stream().limit(MOST_ROWS).toList()) {
            YamlMap m = value.map();
            Optional<Row> row = reader.row(m);
            if (!names.add(m.text("name"))) {
                m.required("name").problem("there is a row '%s' already".formatted(m.text("name")));
            }
            row.ifPresent(r -> {
                reachable(value, r, rows);
                rows.add(r);
            });
        }
        return List.copyOf(rows);
    }

    /// First match wins: a row behind one that is true whenever it is, is never reached. A row that
    /// says ignore only sets aside the triggers that it is true for, which comes to the same.
    private static void reachable(YamlValue at, Row row, List<Row> before) {
        if (row.when().meaning().never()) {
            at.map()
                    .required("when")
                    .problem("this is never true: it asks for two things that exclude each other");
            return;
        }
        before.stream()
                .filter(b -> row.when().meaning().implies(b.when().meaning()))
                .findFirst()
                .ifPresent(b ->
                        at.problem(
                                "this row is never reached: row '%s' before it is true whenever it is"
                                        .formatted(b.name())));
    }
}
