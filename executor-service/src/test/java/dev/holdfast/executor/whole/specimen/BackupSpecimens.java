package dev.holdfast.executor.whole.specimen;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.executor.io.Postgres15;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/// Backups and restores, on a PostgreSQL that the installed pg_dump fits.
final class BackupSpecimens {
    private static @Nullable EmbeddedPostgres server;

    private BackupSpecimens() {}

    static Subject backup(Path folder) throws Exception {
        String database = shop();
        Path to = Files.createDirectories(folder.resolve("backups"));
        return Subject.of(
                        "postgres.backup",
                        with(database, "to: \"%s\"".formatted(to)),
                        () -> {
                            try (Stream<Path> files = Files.list(to)) {
                                return (int)
                                        files.filter(f -> f.toString().endsWith(".dump")).count();
                            }
                        })
                .hosts("localhost:" + port());
    }

    static Subject restore(Path folder) throws Exception {
        String database = shop();
        Path dump = folder.resolve("good.dump");
        Process process =
                new ProcessBuilder(
                                "/usr/bin/pg_dump",
                                "-Fc",
                                "-h",
                                "localhost",
                                "-p",
                                Integer.toString(port()),
                                "-U",
                                "postgres",
                                "-f",
                                dump.toString(),
                                database)
                        .inheritIO()
                        .start();
        assumeTrue(process.waitFor() == 0, "pg_dump failed");
        run(database, "DELETE FROM orders WHERE id > 3");
        return Subject.of(
                        "postgres.restore",
                        with(
                                database,
                                "backup: \"%s\", safety: \"%s/safety\", check: \"SELECT count(*)"
                                                .formatted(dump, folder)
                                        + " FROM orders\", expect: \"10\""),
                        () ->
                                number(
                                        "postgres",
                                        "SELECT count(*) FROM pg_database WHERE datname LIKE '%s_before_%%'"
                                                .formatted(database)))
                .hosts("localhost:" + port());
    }

    private static String shop() throws Exception {
        var missing = Postgres15.missing();
        assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        String name = "shop_" + UUID.randomUUID().toString().substring(0, 8);
        run("postgres", "CREATE DATABASE " + name);
        run(name, "CREATE TABLE orders (id int PRIMARY KEY)");
        run(name, "INSERT INTO orders SELECT generate_series(1, 10)");
        return name;
    }

    private static synchronized EmbeddedPostgres server() throws IOException {
        if (server == null) {
            EmbeddedPostgres started =
                    Postgres15.start(Files.createTempDirectory("holdfast-postgres-15-"));
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(started)));
            server = started;
        }
        return Objects.requireNonNull(server);
    }

    private static void stop(EmbeddedPostgres started) {
        try {
            started.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int port() throws IOException {
        return server().getPort();
    }

    private static String with(String database, String more) throws IOException {
        return "{host: localhost, port: %d, database: %s, user: postgres, password: postgres, %s}"
                .formatted(port(), database, more);
    }

    private static void run(String database, String sql) throws Exception {
        try (Connection c = server().getDatabase("postgres", database).getConnection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static int number(String database, String sql) throws SQLException, IOException {
        try (Connection c = server().getDatabase("postgres", database).getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? r.getInt(1) : -1;
        }
    }
}
