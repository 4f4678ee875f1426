package dev.holdfast.executor.io.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// Where a migration tool notes what it has applied, and how it names its undo scripts.
///
/// @param table with its schema where the tool has one of its own
/// @param version the column that names a migration
/// @param good a condition for rows that count
/// @param order the column by which later ones come later
enum History {
    FLYWAY(
            "flyway_schema_history",
            "version",
            "success AND version IS NOT NULL",
            "installed_rank",
            "U%s__.*\\.sql"),
    LIQUIBASE("databasechangelog", "id", "true", "orderexecuted", "%s\\.(undo|rollback)\\.sql"),
    DRIZZLE(
            "drizzle.__drizzle_migrations",
            "created_at",
            "true",
            "created_at",
            "%s.*\\.down\\.sql"),
    NODE("pgmigrations", "name", "true", "id", "%s\\.down\\.sql"),
    SCHEMA_MIGRATIONS("schema_migrations", "version", "true", "version", "%s(_.*)?\\.down\\.sql");

    private final String table;
    private final String version;
    private final String good;
    private final String order;
    private final String script;

    History(String table, String version, String good, String order, String script) {
        this.table = table;
        this.version = version;
        this.good = good;
        this.order = order;
        this.script = script;
    }

    static final String[] NAMES = {"flyway", "liquibase", "drizzle", "node", "schema-migrations"};

    static History named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    String table() {
        return table;
    }

    /// What is applied, oldest first; none when the tool has never run here.
    List<String> applied(Connection c) throws SQLException {
        if (!there(c)) {
            return List.of();
        }
        List<String> applied = new ArrayList<>();
        String sql =
                "SELECT %s::text FROM %s WHERE %s ORDER BY %s"
                        .formatted(version, table, good, order);
        try (Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            while (r.next()) {
                applied.add(r.getString(1));
            }
        }
        return applied;
    }

    private boolean there(Connection c) throws SQLException {
        try (PreparedStatement s = c.prepareStatement("SELECT to_regclass(?) IS NOT NULL")) {
            s.setString(1, table);
            try (ResultSet r = s.executeQuery()) {
                return r.next() && r.getBoolean(1);
            }
        }
    }

    /// Takes one away from what is applied, so that the tool would apply it again.
    void forget(Connection c, String applied) throws SQLException {
        String sql = "DELETE FROM %s WHERE %s::text = ?".formatted(table, version);
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setString(1, applied);
            int rows = s.executeUpdate();
            if (rows != 1) {
                throw new SQLException(
                        "%s has %d rows of %s, one was expected".formatted(table, rows, applied));
            }
        }
    }

    /// What a file is called that undoes this migration.
    Pattern script(String applied) {
        String name =
                applied.endsWith(".js") ? applied.substring(0, applied.length() - 3) : applied;
        return Pattern.compile(script.formatted(Pattern.quote(name)));
    }

    /// What is applied after `to`, newest first; everything for an empty `to`.
    static List<String> after(List<String> applied, String to) throws SQLException {
        int at = to.isEmpty() ? -1 : applied.indexOf(to);
        if (at < 0 && !to.isEmpty()) {
            throw new SQLException("%s is not applied; applied are %s".formatted(to, applied));
        }
        List<String> later = new ArrayList<>(applied.subList(at + 1, applied.size()));
        later.sort(Comparator.comparingInt(applied::indexOf).reversed());
        return later;
    }
}
