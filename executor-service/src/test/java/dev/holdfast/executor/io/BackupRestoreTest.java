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
import dev.holdfast.executor.io.postgres.TrialRestore;

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
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/// pg_dump, pg_restore and psql against a real PostgreSQL 15.
class BackupRestoreTest {
    private static final String COUNT = "SELECT count(*) FROM orders";

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
        return Calls.call(
                new Allowed(
                        List.of(),
                        List.of("localhost:" + postgres.getPort()),
                        List.of(folder.toString())),
                arguments(database, more));
    }

    private static Map<String, Object> arguments(String database, Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("host", "localhost");
        with.put("port", postgres.getPort());
        with.put("database", database);
        with.put("user", "postgres");
        with.put("password", "postgres");
        return with;
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

    private static String one(String sql) throws SQLException {
        try (Connection c = postgres.getDatabase("postgres", "postgres").getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? String.valueOf(r.getString(1)) : "(no row)";
        }
    }

    @Test
    void the_restored_database_belongs_to_whom_the_old_one_did_and_is_like_it() throws Exception {
        sql("postgres", "CREATE ROLE keeper LOGIN");
        sql("postgres", "CREATE ROLE reader LOGIN");
        sql(
                "postgres",
                "CREATE DATABASE shop_kept OWNER keeper TEMPLATE template0 ENCODING 'LATIN1'"
                        + " LC_COLLATE 'C' LC_CTYPE 'C'");
        sql("postgres", "REVOKE ALL ON DATABASE shop_kept FROM PUBLIC");
        sql("postgres", "GRANT CONNECT ON DATABASE shop_kept TO reader WITH GRANT OPTION");
        sql("postgres", "ALTER DATABASE shop_kept SET search_path = \"$user\", public, other");
        sql("postgres", "ALTER ROLE reader IN DATABASE shop_kept SET statement_timeout = '5s'");
        sql("postgres", "ALTER DATABASE shop_kept CONNECTION LIMIT 40");
        sql("shop_kept", "CREATE TABLE orders (id int PRIMARY KEY)");
        sql("shop_kept", "ALTER TABLE orders OWNER TO keeper");
        Path file = backedUp("shop_kept", "custom");
        String like =
                "SELECT concat_ws(' ', pg_get_userbyid(datdba), pg_encoding_to_char(encoding),"
                        + " datcollate, datctype, datconnlimit, datacl, (SELECT string_agg(concat("
                        + "setrole::regrole, setconfig), ' ' ORDER BY setrole) FROM"
                        + " pg_db_role_setting WHERE setdatabase = d.oid))"
                        + " FROM pg_database d WHERE datname = 'shop_kept'";
        String before = one(like);
        Call call =
                call("shop_kept", Map.of("backup", file.toString(), "safety", folder + "/safety"));

        assertThat(restore.apply(call, Calls.effect("like", Duration.ofMinutes(1))))
                .isInstanceOf(Finding.Done.class);

        assertThat(one(like)).isEqualTo(before).startsWith("keeper LATIN1 C C 40 ");
        try (Connection c = postgres.getDatabase("postgres", "shop_kept").getConnection();
                Statement s = c.createStatement();
                ResultSet r =
                        s.executeQuery(
                                "SELECT 'public.orders'::regclass::oid, tableowner"
                                        + " FROM pg_tables WHERE tablename = 'orders'")) {
            assertThat(r.next()).isTrue();
            assertThat(r.getString(2)).isEqualTo("keeper");
        }
    }

    @Test
    void the_live_database_is_never_closed_not_even_while_it_is_swapped() throws Exception {
        shop("shop_open", 5);
        Path file = backedUp("shop_open", "custom");
        String oid = one("SELECT oid FROM pg_database WHERE datname = 'shop_open'");
        Call call =
                call("shop_open", Map.of("backup", file.toString(), "safety", folder + "/safety"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        Thread watch =
                Thread.ofPlatform()
                        .start(() -> {
                            try (Connection c =
                                            postgres.getDatabase("postgres", "postgres")
                                                    .getConnection();
                                    Statement s = c.createStatement()) {
                                while (!over.get()) {
                                    try (ResultSet r =
                                            s.executeQuery(
                                                    "SELECT datallowconn FROM pg_database WHERE"
                                                            + " oid = "
                                                            + oid)) {
                                        closed.compareAndSet(false, r.next() && !r.getBoolean(1));
                                    }
                                }
                            } catch (SQLException _) {
                                closed.set(true);
                            }
                        });
        try (Connection session = postgres.getDatabase("postgres", "shop_open").getConnection()) {
            assertThat(session.isValid(1)).isTrue();
            assertThat(restore.apply(call, Calls.effect("open", Duration.ofMinutes(1))))
                    .isInstanceOf(Finding.Done.class);
        } finally {
            over.set(true);
            watch.join();
        }

        assertThat(closed).isFalse();
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

    @Test
    void the_newest_backup_found_good_from_before_the_damage_is_restored() throws Exception {
        shop("catalogue", 10);
        Path old = backedUp("catalogue", "custom");
        Path folder = old.resolveSibling("");
        Path older = Files.copy(old, folder.resolve("older.dump"));
        Files.setLastModifiedTime(older, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        Path damaged = Files.writeString(folder.resolve("damaged.dump"), "PGDMP and no more");
        TrialRestore verify = new TrialRestore(new Tools(Path.of("/usr/bin")));
        Call trial =
                call(
                        "catalogue",
                        Map.of("backups", folder.toString(), "check", COUNT, "expect", "10"));
        assertThat(verify.plan(trial).obstacles()).isEmpty();
        Map<String, Object> choose =
                Map.of("backups", folder.toString(), "safety", folder + "/safety");
        assertThat(restore.plan(call("catalogue", choose)).obstacles().toString())
                .contains("found good");

        assertThat(verify.apply(trial, Calls.effect("trial 1")))
                .isInstanceOf(Finding.NotDone.class);
        Files.delete(damaged);
        for (String n : List.of("trial 2", "trial 3")) {
            assertThat(verify.apply(trial, Calls.effect(n, Duration.ofMinutes(1))))
                    .isInstanceOf(Finding.Done.class);
        }

        assertThat(restore.plan(call("catalogue", choose)).rests())
                .containsEntry("chosen backup", old.toString());
        Map<String, Object> early = new HashMap<>(choose);
        early.put("before", "2026-02-01T00:00:00Z");
        Preview plan = restore.plan(call("catalogue", early));
        assertThat(plan.rests()).containsEntry("chosen backup", older.toString());
        assertThat(plan.dataLost()).contains("2026-01-01");
        assertThat(databases()).noneMatch(d -> d.startsWith("catalogue_"));

        sql("catalogue", "DELETE FROM orders");
        Call chosen =
                Calls.call(
                        call("catalogue", early).allowed(),
                        arguments("catalogue", early),
                        plan.rests());
        assertThat(restore.apply(chosen, Calls.effect("chosen", Duration.ofMinutes(1))))
                .isInstanceOf(Finding.Done.class);
        assertThat(orders("catalogue")).isEqualTo(10);
    }

    @Test
    void a_file_that_was_changed_since_its_trial_is_not_restored() throws Exception {
        shop("changed", 3);
        Path file = backedUp("changed", "custom");
        TrialRestore verify = new TrialRestore(new Tools(Path.of("/usr/bin")));
        Map<String, Object> in = Map.of("backups", file.resolveSibling("").toString());
        assertThat(verify.apply(call("changed", in), Calls.effect("t", Duration.ofMinutes(1))))
                .isInstanceOf(Finding.Done.class);
        Map<String, Object> choose = new HashMap<>(in);
        choose.put("safety", folder + "/safety");
        Map<String, String> rests = restore.plan(call("changed", choose)).rests();

        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
        Call chosen =
                Calls.call(call("changed", choose).allowed(), arguments("changed", choose), rests);
        assertThat(restore.apply(chosen, Calls.effect("chosen", Duration.ofMinutes(1))))
                .isInstanceOfSatisfying(
                        Finding.NotDone.class,
                        f ->
                                assertThat(f.reason())
                                        .contains("not the file that was restored on trial"));
        assertThat(orders("changed")).isEqualTo(3);
    }

    private static List<String> databases() throws SQLException {
        List<String> names = new ArrayList<>();
        try (Connection c = postgres.getDatabase("postgres", "postgres").getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT datname FROM pg_database")) {
            while (r.next()) {
                names.add(r.getString(1));
            }
        }
        return names;
    }
}
