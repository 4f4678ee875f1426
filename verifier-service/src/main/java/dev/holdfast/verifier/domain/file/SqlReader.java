package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.Bound;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;
import dev.holdfast.verifier.domain.check.Relation;
import dev.holdfast.verifier.domain.check.SqlCheck;
import dev.holdfast.verifier.domain.check.SqlText;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `sql:` checks and snapshot queries.
final class SqlReader {
    private SqlReader() {}

    static Optional<Check> check(YamlMap m, Known known) {
        List<String> keys = new ArrayList<>(BoundReader.KEYS);
        keys.addAll(List.of("database", "query", "no-rows"));
        m.only(keys.toArray(String[]::new));
        if (m.flag("no-rows", false)) {
            return query(m, known).map(q -> new SqlCheck(q.database, q.text, null));
        }
        Optional<Bound> bound = BoundReader.one(m, known);
        Optional<Query> query = query(m, known);
        return bound.flatMap(b -> query.map(q -> new SqlCheck(q.database, q.text, b)));
    }

    /// For a snapshot: one value, whatever it is.
    static Optional<Asking> value(YamlMap m, Known known) {
        m.only("database", "query");
        Bound any = new Bound(Relation.NOT_EQUALS, new Bound.Constant(""));
        return query(m, known).map(q -> new SqlCheck(q.database, q.text, any));
    }

    record Query(DatabaseTemplate database, SqlText text) {}

    static Optional<Query> query(YamlMap m, Known known) {
        DatabaseTemplate database = known.databases().find(m.required("database"));
        YamlValue sql = m.required("query");
        if (sql.text().isEmpty()) {
            return Optional.empty();
        }
        known.template(sql);
        try {
            SqlText text = SqlText.parse(sql.text());
            return Optional.ofNullable(database).map(d -> new Query(d, text));
        } catch (SqlText.Unreadable e) {
            sql.problemAt(e.at(), String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
