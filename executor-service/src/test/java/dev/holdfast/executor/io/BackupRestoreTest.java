package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.postgres.BackupAction;
import dev.holdfast.executor.io.postgres.RestoreAction;
import dev.holdfast.executor.io.postgres.Tools;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// pg_dump, pg_restore and psql against a real PostgreSQL 15.
class BackupRestoreTest {
    private static EmbeddedPostgres postgres;

    @TempDir private static Path server;
    @TempDir private Path folder;

    private final BackupAction backup = new BackupAction(new Tools(Path.of("/usr/bin")));
    private final RestoreAction restore = new RestoreAction(new Tools(Path.of("/usr/bin")));

    @BeforeAll
    static void start() throws IOException {
        var missing = Postgres15.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        postgres = Postgres15.start(server);
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static void sql(String database, String sql) throws SQLException {
        try (Connection c = postgres.getDatabase("postgres", database).getConnection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static int orders(String database) throws SQLException {
        try (Connection c = postgres.getDatabase("postgres", database).getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT count(*) FROM orders")) {
            return r.next() ? r.getInt(1) : -1;
        }
    }

    private Call call(String database, Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("host", "localhost");
        with.put("port", postgres.getPort());
        with.put("database", database);
        with.put("user", "postgres");
        with.put("password", "postgres");
        return Calls.call(
                new Allowed(
                        List.of(),
                        List.of("localhost:" + postgres.getPort()),
                        List.of(folder.toString())),
                with);
    }

    private static void shop(String database, int orders) throws SQLException {
        sql("postgres", "CREATE DATABASE " + database);
        sql(database, "CREATE TABLE orders (id int PRIMARY KEY)");
        sql(database, "INSERT INTO orders SELECT generate_series(1, %d)".formatted(orders));
    }

    private Path backedUp(String database, String format) {
        Call call = call(database, Map.of("to", folder + "/backups", "format", format));
        Preview preview = backup.plan(call);
        assertThat(preview.obstacles()).isEmpty();
        Effect effect = Calls.effect("backup " + database, Duration.ofMinutes(1));
        assertThat(backup.observe(call, effect)).isInstanceOf(Finding.NotDone.class);
        Finding finding = backup.apply(call, effect);
        assertThat(finding).isInstanceOf(Finding.Done.class);
        assertThat(backup.observe(call, effect)).isInstanceOf(Finding.Done.class);
        return Path.of(((Finding.Done) finding).outputs().getOrDefault("file", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"custom", "plain"})
    void a_backup_is_restored_beside_and_swapped_in_and_the_old_one_kept(String format)
            throws Exception {
        String database = "shop_" + format;
        shop(database, 10);
        Path file = backedUp(database, format);
        sql(database, "DELETE FROM orders WHERE id > 3");
        Call call =
                call(
                        database,
                        Map.of(
                                "backup",
                                file.toString(),
                                "safety",
                                folder + "/safety",
                                "check",
                                "SELECT count(*) FROM orders",
                                "expect",
                                "10"));
        Effect effect = Calls.effect("restore " + format, Duration.ofMinutes(1));
        Preview preview = restore.plan(call);
        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.dataLost()).contains("since the backup of");

        Finding before;
        try (Connection session = postgres.getDatabase("postgres", database).getConnection()) {
            assertThat(session.isValid(1)).isTrue(); // an open session does not keep it from it
            before = restore.apply(call, effect);
        }

        assertThat(orders(database)).isEqualTo(10);
        String kept = ((Finding.Done) before).outputs().getOrDefault("before", "");
        assertThat(kept).startsWith(database + "_before_");
        assertThat(orders(kept)).isEqualTo(3);
        assertThat(restore.observe(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(restore.apply(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(orders(database)).isEqualTo(10);

        assertThat(restore.undo(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(orders(database)).isEqualTo(3);
        assertThat(restore.observeUndo(call, effect)).isInstanceOf(Finding.Done.class);
    }

    @Test
    void a_backup_that_is_cut_off_is_refused_and_nothing_is_touched() throws Exception {
        shop("shop_cut", 5);
        Path file = backedUp("shop_cut", "custom");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, 200));
        Call call =
                call("shop_cut", Map.of("backup", file.toString(), "safety", folder + "/safety"));

        assertThat(restore.plan(call).obstacles()).hasSize(1);
        assertThat(restore.apply(call, Calls.effect("cut"))).isInstanceOf(Finding.NotDone.class);
        assertThat(orders("shop_cut")).isEqualTo(5);
    }

    @Test
    void a_restored_database_that_fails_its_check_is_not_swapped_in() throws Exception {
        shop("shop_check", 5);
        Path file = backedUp("shop_check", "custom");
        sql("shop_check", "INSERT INTO orders VALUES (100)");
        Call call =
                call(
                        "shop_check",
                        Map.of(
                                "backup",
                                file.toString(),
                                "safety",
                                folder + "/safety",
                                "check",
                                "SELECT count(*) FROM orders",
                                "expect",
                                "99"));

        assertThat(restore.apply(call, Calls.effect("check", Duration.ofMinutes(1))))
                .isInstanceOf(Finding.NotDone.class);
        assertThat(orders("shop_check")).isEqualTo(6);
    }
}
