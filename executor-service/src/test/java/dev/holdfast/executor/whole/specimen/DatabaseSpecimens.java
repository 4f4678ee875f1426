package dev.holdfast.executor.whole.specimen;

import dev.holdfast.local.LocalPostgres;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/// What acts on a database; each has one of its own.
final class DatabaseSpecimens {
    private DatabaseSpecimens() {}

    static Subject sql() throws SQLException {
        Db db = Db.fresh();
        db.run("CREATE TABLE effects (n serial)");
        return Subject.of(
                        "postgres.sql",
                        db.with(
                                "sql: \"insert into effects default values\", check: \"select"
                                        + " count(*) from effects\", expect: \"1\""),
                        () -> db.number("SELECT count(*) FROM effects"))
                .hosts(db.host());
    }

    static Subject readOnly() throws SQLException {
        Db db = Db.fresh();
        return Subject.of(
                        "postgres.read-only",
                        db.with("ssl: disable"),
                        () ->
                                db.number(
                                        "SELECT (current_setting('default_transaction_read_only') ="
                                                + " 'on')::int"))
                .hosts(db.host());
    }

    static Subject migration(Path folder) throws Exception {
        Db db = Db.fresh();
        db.run(
                """
                CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text,
                    description text, type text, success boolean);
                INSERT INTO flyway_schema_history VALUES
                    (1, '1', 'begin', 'SQL', true), (2, '2', 'mail', 'SQL', true);
                CREATE TABLE customer (id int PRIMARY KEY, mail text);
                CREATE TABLE undone (n serial);
                """);
        Files.writeString(
                folder.resolve("U2__mail.sql"),
                """
                ALTER TABLE customer DROP COLUMN IF EXISTS mail;
                INSERT INTO undone DEFAULT VALUES;
                """);
        return Subject.of(
                        "migration.undo",
                        db.with("tool: flyway, scripts: \"%s\", to: \"1\"".formatted(folder)),
                        () -> db.number("SELECT count(*) FROM undone"))
                .hosts(db.host());
    }

    /// A database of its own on the server that all tests share.
    private record Db(LocalPostgres server, String name) {
        static Db fresh() {
            String name = "specimen_" + UUID.randomUUID().toString().substring(0, 8);
            LocalPostgres.shared().createDatabase(name);
            return new Db(LocalPostgres.shared(), name);
        }

        String host() {
            return server.host() + ":" + server.port();
        }

        String with(String more) {
            return "{host: \"%s\", port: %d, database: %s, user: \"%s\", password: \"%s\", %s}"
                    .formatted(
                            server.host(),
                            server.port(),
                            name,
                            server.user(),
                            server.password(),
                            more);
        }

        void run(String sql) throws SQLException {
            try (Connection c = open();
                    Statement s = c.createStatement()) {
                s.execute(sql);
            }
        }

        int number(String sql) throws SQLException {
            try (Connection c = open();
                    Statement s = c.createStatement();
                    ResultSet r = s.executeQuery(sql)) {
                return r.next() ? r.getInt(1) : -1;
            }
        }

        private Connection open() throws SQLException {
            return DriverManager.getConnection(
                    server.jdbcUrl(name), server.user(), server.password());
        }
    }
}
