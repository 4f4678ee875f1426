package dev.holdfast.executor.io.postgres;

import static dev.holdfast.executor.io.Outside.done;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Action;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.Calls;
import dev.holdfast.local.LocalPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Closing a real database to writes, and taking migrations back.
class ClosingAndUndoTest {
    private static final String DATABASE = "executor_closing";
    private static final LocalPostgres POSTGRES = LocalPostgres.shared();

    private final ReadOnlyAction close = ReadOnlyAction.closing();
    private final ReadOnlyAction open = ReadOnlyAction.opening();
    private final MigrationUndo undo = new MigrationUndo();
    private final SchemaVersion version = new SchemaVersion();

    @TempDir private Path home;

    @BeforeAll
    static void database() {
        POSTGRES.createDatabase(DATABASE);
    }

    @BeforeEach
    void migrated() throws Exception {
        home = home.toRealPath();
        sql(
                """
                DROP TABLE IF EXISTS flyway_schema_history, customer;
                CREATE TABLE flyway_schema_history (installed_rank int PRIMARY KEY, version text,
                    description text, type text, success boolean);
                INSERT INTO flyway_schema_history VALUES
                    (1, '1', 'begin', 'SQL', true), (2, '2', 'phone', 'SQL', true), (3, '3', 'mail', 'SQL', true);
                CREATE TABLE customer (id int PRIMARY KEY, phone text, mail text);
                """);
        Files.writeString(
                home.resolve("U2__phone.sql"), "ALTER TABLE customer DROP COLUMN phone;\n");
        Files.writeString(home.resolve("U3__mail.sql"), "ALTER TABLE customer DROP COLUMN mail;\n");
    }

    @AfterEach
    void opened() throws SQLException {
        try (Connection c =
                        DriverManager.getConnection(
                                POSTGRES.jdbcUrl("postgres"),
                                POSTGRES.user(),
                                POSTGRES.password());
                Statement s = c.createStatement()) {
            s.execute("ALTER DATABASE " + DATABASE + " RESET default_transaction_read_only");
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                POSTGRES.jdbcUrl(DATABASE), POSTGRES.user(), POSTGRES.password());
    }

    private static void sql(String sql) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static String one(String sql) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? String.valueOf(r.getString(1)) : "(no row)";
        }
    }

    private Call call(Map<String, Object> more, Map<String, String> rests) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("host", POSTGRES.host());
        with.put("port", POSTGRES.port());
        with.put("database", DATABASE);
        with.put("user", POSTGRES.user());
        with.put("password", POSTGRES.password());
        String host = POSTGRES.host() + ":" + POSTGRES.port();
        return Calls.call(
                new Allowed(List.of(), List.of(host), List.of(home.toString())), with, rests);
    }

    private Call planned(Action action, Map<String, Object> more) {
        Preview preview = action.plan(call(more, Map.of()));
        assertThat(preview.obstacles()).isEmpty();
        return call(more, preview.rests());
    }

    @Test
    void a_closed_database_refuses_writes_of_old_and_new_sessions_but_not_ours() throws Exception {
        Call call = planned(close, Map.of());
        assertThat(close.observe(call, Calls.effect("c"))).isInstanceOf(Finding.NotDone.class);
        try (Connection old = connect();
                Statement s = old.createStatement()) {
            s.execute("INSERT INTO customer VALUES (1)");

            done(close.apply(call, Calls.effect("c")));

            assertThatThrownBy(() -> s.execute("INSERT INTO customer VALUES (2)"))
                    .isInstanceOf(SQLException.class);
        }
        assertThatThrownBy(() -> sql("INSERT INTO customer VALUES (3)"))
                .hasMessageContaining("read-only");
        assertThat(one("SELECT count(*) FROM customer")).isEqualTo("1");
        done(close.observe(call, Calls.effect("c")));

        Call back = planned(undo, undoing("2"));
        done(undo.apply(back, Calls.effect("u")));
        done(open.apply(planned(open, Map.of()), Calls.effect("o")));
        sql("INSERT INTO customer VALUES (4)");
        done(open.observe(call(Map.of(), Map.of()), Calls.effect("o")));
    }

    private Map<String, Object> undoing(String to) {
        return Map.of("tool", "flyway", "scripts", home.toString(), "to", to);
    }

    @Test
    void migrations_are_taken_back_newest_first_and_the_history_is_right() throws Exception {
        Preview preview = undo.plan(call(undoing("1"), Map.of()));
        assertThat(preview.does()).contains("[3, 2]");
        assertThat(preview.dataLost()).contains("[3, 2]");
        Call call = call(undoing("1"), preview.rests());
        assertThat(undo.observe(call, Calls.effect("u"))).isInstanceOf(Finding.NotDone.class);

        done(undo.apply(call, Calls.effect("u")));

        assertThat(
                        one(
                                "SELECT string_agg(column_name, ',') FROM information_schema.columns WHERE table_name = 'customer'"))
                .isEqualTo("id");
        done(undo.observe(call, Calls.effect("u")));
        Call look = planned(version, Map.of("tool", "flyway", "expect", "1"));
        assertThat(done(version.apply(look, Calls.effect("v"))).outputs())
                .containsEntry("version", "1");
    }

    @Test
    void a_script_that_fails_leaves_table_and_history_as_they_were_before_it() throws Exception {
        Files.writeString(
                home.resolve("U2__phone.sql"),
                "ALTER TABLE customer DROP COLUMN phone; SELECT 1 / 0;\n");
        Call call = planned(undo, undoing("1"));

        assertThat(undo.apply(call, Calls.effect("u")))
                .isInstanceOfSatisfying(
                        Finding.NotDone.class,
                        f -> assertThat(f.reason()).contains("migration 2").contains("zero"));

        assertThat(one("SELECT max(version) FROM flyway_schema_history")).isEqualTo("2");
        assertThat(
                        one(
                                "SELECT string_agg(column_name, ',' ORDER BY column_name) FROM information_schema.columns WHERE table_name = 'customer'"))
                .isEqualTo("id,phone");
    }

    @Test
    void missing_changed_and_unfit_scripts_are_refused() throws Exception {
        Call call = planned(undo, undoing("2"));
        Files.writeString(home.resolve("U3__mail.sql"), "DROP TABLE customer;\n");
        assertThat(undo.apply(call, Calls.effect("u"))).isInstanceOf(Finding.NotDone.class);
        assertThat(one("SELECT count(*) FROM customer")).isEqualTo("0");

        Files.writeString(home.resolve("U3__mail.sql"), "COMMIT; DROP INDEX CONCURRENTLY x;\n");
        assertThat(undo.plan(call(undoing("2"), Map.of())).obstacles())
                .anyMatch(o -> o.contains("ends its transaction"));
        Files.delete(home.resolve("U3__mail.sql"));
        assertThat(undo.plan(call(undoing("2"), Map.of())).obstacles())
                .anyMatch(o -> o.contains("has 0 undo scripts"));
        assertThat(undo.plan(call(undoing("9"), Map.of())).obstacles())
                .anyMatch(o -> o.contains("9 is not applied"));
    }

    @Test
    void every_tool_s_history_is_read() throws Exception {
        sql(
                """
                CREATE SCHEMA IF NOT EXISTS drizzle;
                DROP TABLE IF EXISTS databasechangelog, drizzle.__drizzle_migrations, pgmigrations, schema_migrations;
                CREATE TABLE databasechangelog (id text, orderexecuted int);
                INSERT INTO databasechangelog VALUES ('b', 2), ('a', 1);
                CREATE TABLE drizzle.__drizzle_migrations (id int, hash text, created_at bigint);
                INSERT INTO drizzle.__drizzle_migrations VALUES (1, 'h', 1700000000000);
                CREATE TABLE pgmigrations (id int, name text);
                INSERT INTO pgmigrations VALUES (1, '001_users'), (2, '002_orders');
                CREATE TABLE schema_migrations (version text);
                INSERT INTO schema_migrations VALUES ('20260101'), ('20260202');
                """);
        Map<String, String> newest =
                Map.of(
                        "liquibase", "b",
                        "drizzle", "1700000000000",
                        "node", "002_orders",
                        "schema-migrations", "20260202");
        for (var tool : newest.entrySet()) {
            Call look = planned(version, Map.of("tool", tool.getKey()));
            assertThat(done(version.apply(look, Calls.effect(tool.getKey()))).outputs())
                    .containsEntry("version", tool.getValue());
        }
    }
}
