package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Bound;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.DatabaseTemplate;
import dev.holdfast.verifier.domain.check.Relation;
import dev.holdfast.verifier.domain.check.SqlBatchCheck;
import dev.holdfast.verifier.domain.check.SqlCheck;
import dev.holdfast.verifier.domain.check.SqlText;
import dev.holdfast.verifier.domain.check.WriteProbeCheck;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads checks of what a database holds: `invariants:`, `orphans:`, `foreign-keys:`, `counts:`,
/// `schema-version:` and `write-probe:`. Each becomes plain statements; names are quoted.
final class IntegrityReader {
    private static final String NAME = "[A-Za-z_][A-Za-z0-9_$]{0,62}";
    private static final Bound NONE = new Bound(Relation.EQUALS, new Bound.Constant("0"));

    /// Where the usual tools keep the version, and how many of their steps failed.
    private static final Map<String, List<String>> TOOLS =
            Map.of(
                    "flyway",
                    List.of(
                            "select version from flyway_schema_history where success and version is"
                                    + " not null order by installed_rank desc limit 1",
                            "select count(*) from flyway_schema_history where not success"),
                    "liquibase",
                    List.of(
                            "select id from databasechangelog order by orderexecuted desc limit 1",
                            "select count(*) from databasechangeloglock where locked"),
                    "schema-migrations",
                    List.of("select version from schema_migrations order by version desc limit 1"));

    private IntegrityReader() {}

    static Optional<Check> invariants(YamlMap m, Known known) {
        m.only("database", "table", "hold");
        DatabaseTemplate database = known.databases().find(m.required("database"));
        Optional<String> table = quoted(m.required("table"));
        List<SqlBatchCheck.Part> parts = new ArrayList<>();
        for (YamlValue condition : m.list("hold")) {
            table.flatMap(t ->
                            parsed(
                                    condition,
                                    "select count(*) from %s where not (%s)"
                                            .formatted(t, condition.text())))
                    .ifPresent(q ->
                            parts.add(
                                    new SqlBatchCheck.Part(
                                            "rows of %s against '%s'"
                                                    .formatted(m.text("table"), condition.text()),
                                            q,
                                            NONE)));
        }
        return batch(m, "hold", database, parts);
    }

    static Optional<Check> orphans(YamlMap m, Known known) {
        m.only("database", "references");
        DatabaseTemplate database = known.databases().find(m.required("database"));
        List<SqlBatchCheck.Part> parts = new ArrayList<>();
        YamlMap references = m.map("references");
        references
                .entries()
                .forEach((child, parent) ->
                        column(references.key(child))
                                .flatMap(c -> column(parent).map(p -> orphans(c, p)))
                                .flatMap(sql -> parsed(parent, sql))
                                .ifPresent(q ->
                                        parts.add(
                                                new SqlBatchCheck.Part(
                                                        "rows of %s without their %s"
                                                                .formatted(child, parent.text()),
                                                        q,
                                                        NONE))));
        return batch(m, "references", database, parts);
    }

    private record Column(String table, String name) {}

    private static String orphans(Column child, Column parent) {
        return ("select count(*) from %s c where c.%s is not null and not exists"
                        + " (select 1 from %s p where p.%s = c.%s)")
                .formatted(child.table, child.name, parent.table, parent.name, child.name);
    }

    /// Constraints that were switched off and not checked since.
    static Optional<Check> foreignKeys(YamlMap m, Known known) {
        m.only("database");
        DatabaseTemplate database = known.databases().find(m.required("database"));
        List<SqlBatchCheck.Part> parts = new ArrayList<>();
        parsed(
                        m.self(),
                        "select count(*) from pg_constraint where contype = 'f' and not"
                                + " convalidated")
                .ifPresent(q ->
                        parts.add(
                                new SqlBatchCheck.Part(
                                        "foreign keys that are not validated", q, NONE)));
        parsed(
                        m.self(),
                        "select count(*) from pg_trigger where tgconstraint <> 0 and tgenabled in"
                                + " ('D', 'R')")
                .ifPresent(q ->
                        parts.add(
                                new SqlBatchCheck.Part(
                                        "foreign key triggers that are off", q, NONE)));
        return batch(m, "database", database, parts);
    }

    /// Each table against what was counted before; counting before is arranged here too.
    static Optional<Check> counts(YamlMap m, Known known) {
        m.only("database", "tables", "against", "tolerance", "may-grow");
        DatabaseTemplate database = known.databases().find(m.required("database"));
        String against = m.text("against", "before");
        if (!Set.of("before", "baseline").contains(against)) {
            m.required("against").problem("expected before or baseline");
        }
        double tolerance = m.optional("tolerance").map(BoundReader::part).orElse(0.0);
        Relation relation = m.flag("may-grow", true) ? Relation.AT_LEAST : Relation.EQUALS;
        List<SqlBatchCheck.Part> parts = new ArrayList<>();
        for (YamlValue table : m.list("tables")) {
            String name = "rows.%s.%s".formatted(m.text("database"), table.text());
            Bound bound =
                    new Bound(
                            relation,
                            new Bound.Snapshotted(name, tolerance, 1, against.equals("baseline")));
            count(table)
                    .ifPresent(q -> {
                        parts.add(new SqlBatchCheck.Part("rows of " + table.text(), q, bound));
                        if (database != null) {
                            known.measure(name, new SqlCheck(database, q, NONE));
                        }
                    });
        }
        return batch(m, "tables", database, parts);
    }

    static Optional<Check> schemaVersion(YamlMap m, Known known) {
        m.only("database", "tool", "query", "equals");
        DatabaseTemplate database = known.databases().find(m.required("database"));
        String equals = known.template(m.required("equals"));
        List<String> queries = new ArrayList<>();
        if (m.has("tool") == m.has("query")) {
            m.self().problem("either 'tool' (%s) or an own 'query'".formatted(TOOLS.keySet()));
        } else if (m.has("query")) {
            queries.add(m.text("query"));
        } else if (TOOLS.containsKey(m.text("tool"))) {
            queries.addAll(Objects.requireNonNull(TOOLS.get(m.text("tool"))));
        } else {
            m.required("tool")
                    .problem("'%s' is none of %s".formatted(m.text("tool"), TOOLS.keySet()));
        }
        List<SqlBatchCheck.Part> parts = new ArrayList<>();
        for (String query : queries) {
            boolean version = parts.isEmpty();
            Bound bound = version ? new Bound(Relation.EQUALS, new Bound.Constant(equals)) : NONE;
            parsed(m.self(), query)
                    .ifPresent(q ->
                            parts.add(
                                    new SqlBatchCheck.Part(
                                            version
                                                    ? "schema version"
                                                    : "failed or unfinished migrations",
                                            q,
                                            bound)));
        }
        return database == null || parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new SqlBatchCheck(database, parts));
    }

    static Optional<Check> writeProbe(YamlMap m, Known known) {
        m.only("database");
        YamlValue name = m.required("database");
        DatabaseTemplate database = known.databases().find(name);
        if (database != null && database.probe() == null) {
            name.problem(
                    ("database '%s' declares no probe table; 'probe-table' under databases names"
                                    + " one")
                            .formatted(name.text()));
        }
        return database == null || database.probe() == null
                ? Optional.empty()
                : Optional.of(new WriteProbeCheck(database, database.probe()));
    }

    private static Optional<Check> batch(
            YamlMap m,
            String key,
            @Nullable DatabaseTemplate database,
            List<SqlBatchCheck.Part> parts) {
        if (!m.has(key)) {
            m.self().problem("'%s' is missing here".formatted(key));
        } else if (parts.size() > 100) {
            m.key(key).problem("%d entries, at most 100".formatted(parts.size()));
            return Optional.empty();
        }
        return database == null || parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new SqlBatchCheck(database, parts));
    }

    /// How many rows a table has.
    static Optional<SqlText> count(YamlValue table) {
        return quoted(table).flatMap(t -> parsed(table, "select count(*) from " + t));
    }

    /// With its schema, as a dump names it.
    static String full(String table) {
        return table.contains(".") ? table : "public." + table;
    }

    /// `schema.table` or `table`, quoted.
    static Optional<String> quoted(YamlValue table) {
        String[] parts = table.text().split("\\.", -1);
        if (parts.length > 2 || !List.of(parts).stream().allMatch(p -> p.matches(NAME))) {
            table.problem("'%s' is no table or schema.table".formatted(table.text()));
            return Optional.empty();
        }
        return Optional.of("\"" + String.join("\".\"", parts) + "\"");
    }

    private static Optional<Column> column(YamlValue written) {
        String text = written.text();
        int dot = text.lastIndexOf('.');
        String[] parts = text.split("\\.", -1);
        boolean fine =
                (parts.length == 2 || parts.length == 3)
                        && List.of(parts).stream().allMatch(p -> p.matches(NAME));
        if (!fine) {
            written.problem("'%s' is no table.column or schema.table.column".formatted(text));
            return Optional.empty();
        }
        return Optional.of(
                new Column(
                        "\"" + text.substring(0, dot).replace(".", "\".\"") + "\"",
                        "\"" + text.substring(dot + 1) + "\""));
    }

    private static Optional<SqlText> parsed(YamlValue place, String sql) {
        try {
            return Optional.of(SqlText.parse(sql));
        } catch (SqlText.Unreadable e) {
            place.problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
