package dev.holdfast.decision;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.local.LocalPostgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// Sites by the thousand, written straight into the database.
final class ManySites {
    private ManySites() {}

    /// Writes what is kept of this one 50,000 times more, each for a site of its own.
    static void like(Scope scope, String database) throws SQLException {
        try (Connection c = connection(database);
                Statement s = c.createStatement()) {
            s.execute(copies(scope.key()));
            s.execute(timersOfCopies(scope.key()));
        }
    }

    static long incidents(String database) throws SQLException {
        try (Connection c = connection(database);
                Statement s = c.createStatement();
                var count =
                        s.executeQuery(
                                "SELECT count(*) FROM decision.document WHERE shelf = 'incident'")) {
            count.next();
            return count.getLong(1);
        }
    }

    private static Connection connection(String database) throws SQLException {
        LocalPostgres postgres = LocalPostgres.shared();
        return DriverManager.getConnection(
                postgres.jdbcUrl(database), postgres.user(), postgres.password());
    }

    private static String copies(String key) {
        return """
        INSERT INTO decision.document (key, shelf, id, value, changed)
        SELECT '%1$s' || 'x' || g, shelf, replace(id, 'load-', 'load-x' || g || '-'),
            replace(value::text, 'load-', 'load-x' || g || '-')::json, changed
        FROM decision.document, generate_series(1, 50000) g
        WHERE key = '%1$s' AND shelf IN ('site', 'incident', 'open', 'opened', 'part', 'story',
            'audit-head')
            AND (id = 'only' OR id = (SELECT id FROM decision.document
                WHERE key = '%1$s' AND shelf = 'incident' ORDER BY changed DESC LIMIT 1))
        """
                .formatted(key);
    }

    private static String timersOfCopies(String key) {
        return """
        INSERT INTO decision.timer (key, name, bucket, due)
        SELECT '%1$s' || 'x' || g, name, bucket, due + interval '1 hour'
        FROM decision.timer, generate_series(1, 50000) g WHERE key = '%1$s'
        """
                .formatted(key);
    }
}
