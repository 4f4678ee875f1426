package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.postgres.RowsAction;
import dev.holdfast.executor.io.postgres.Tools;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Rows of one table come back out of a backup, on a real PostgreSQL 15 with its own tools.
class RowsTest {
    private static EmbeddedPostgres postgres;

    @TempDir private static Path home;
    private static Path dump;

    private final RowsAction compare = RowsAction.compare(new Tools(Path.of("/usr/bin")));
    private final RowsAction restore = RowsAction.restore(new Tools(Path.of("/usr/bin")));

    @BeforeAll
    static void start() throws Exception {
        var missing = Postgres15.missing();
        Assumptions.assumeTrue(missing.isEmpty(), () -> missing.orElse(""));
        postgres = Postgres15.start(home.resolve("server"));
        sql("postgres", "CREATE DATABASE shop");
        sql(
                "shop",
                "CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text,"
                        + " notes json, loud text GENERATED ALWAYS AS (upper(name)) STORED);"
                        + " INSERT INTO users (name, notes) SELECT 'user ' || n, '{}' FROM"
                        + " generate_series(1, 10) n; CREATE TABLE keyless (n int)");
        dump = home.resolve("good.dump");
        int code =
                new ProcessBuilder(
                                List.of(
                                        "/usr/bin/pg_dump",
                                        "-Fc",
                                        "-h",
                                        "localhost",
                                        "-p",
                                        Integer.toString(postgres.getPort()),
                                        "-U",
                                        "postgres",
                                        "-f",
                                        dump.toString(),
                                        "shop"))
                        .inheritIO()
                        .start()
                        .waitFor();
        assertThat(code).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        if (postgres != null) {
            postgres.close();
        }
    }

    /// Rows 1 and 2 are spoilt and 3 is gone; 9 was changed by somebody, which is to stay.
    @BeforeEach
    void damage() throws SQLException {
        sql(
                "shop",
                "UPDATE users SET name = 'user ' || id; UPDATE users SET name = 'spoilt' WHERE id IN (1,"
                        + " 2); DELETE FROM users WHERE id = 3; UPDATE users SET name = 'Nina' WHERE id ="
                        + " 9");
    }

    private static void sql(String database, String sql) throws SQLException {
        try (Connection c = postgres.getDatabase("postgres", database).getConnection();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static String value(String sql) throws SQLException {
        try (Connection c = postgres.getDatabase("postgres", "shop").getConnection();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery(sql)) {
            return r.next() ? String.valueOf(r.getString(1)) : "";
        }
    }

    private static String names() throws SQLException {
        return value(
                "SELECT string_agg(name, ',' ORDER BY id) FROM users WHERE id IN (1, 2, 3, 9)");
    }

    private Call call(Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>();
        with.put("host", "localhost");
        with.put("port", postgres.getPort());
        with.put("database", "shop");
        with.put("user", "postgres");
        with.put("password", "postgres");
        with.put("backup", dump);
        with.put("table", "users");
        with.put("where", "id < 5");
        with.putAll(more);
        return Calls.call(
                new Allowed(
                        List.of(),
                        List.of("localhost:" + postgres.getPort()),
                        List.of(home.toString())),
                with);
    }

    @Test
    void rows_that_differ_are_listed_and_nothing_is_changed() throws SQLException {
        Call call = call(Map.of());
        assertThat(compare.plan(call).obstacles()).isEmpty();
        assertThat(compare.plan(call).dataLost()).isNull();

        Finding found = compare.apply(call, Calls.effect("list"));

        assertThat(found).isInstanceOf(Finding.Done.class);
        assertThat(((Finding.Done) found).outputs())
                .containsEntry("rows", "3")
                .containsEntry("list", "id=1 has changed\nid=2 has changed\nid=3 is gone");
        assertThat(names()).isEqualTo("spoilt,spoilt,Nina");
    }

    @Test
    void they_are_put_back_once_and_what_was_there_is_kept() throws SQLException {
        Call call = call(Map.of());
        assertThat(restore.plan(call).obstacles()).isEmpty();
        assertThat(restore.plan(call).dataLost()).contains("users");
        var effect = Calls.effect("back");
        assertThat(restore.observe(call, effect)).isInstanceOf(Finding.NotDone.class);

        Finding.Done done = (Finding.Done) restore.apply(call, effect);

        assertThat(names()).isEqualTo("user 1,user 2,user 3,Nina");
        String kept = String.valueOf(done.outputs().get("before"));
        assertThat(value("SELECT string_agg(id || name, ',' ORDER BY id) FROM " + kept))
                .isEqualTo("1spoilt,2spoilt");
        assertThat(restore.observe(call, effect)).isInstanceOf(Finding.Done.class);

        sql("shop", "UPDATE users SET name = 'later' WHERE id = 1");
        assertThat(restore.apply(call, effect)).isInstanceOf(Finding.Done.class);
        assertThat(names()).isEqualTo("later,user 2,user 3,Nina");
        assertThat(value("SELECT count(*) FROM pg_database WHERE datname LIKE 'shop_restoring%'"))
                .isEqualTo("0");
        sql("shop", "DROP TABLE " + kept);
    }

    @Test
    void more_rows_than_agreed_are_left_alone() throws SQLException {
        Finding found = restore.apply(call(Map.of("most", "2")), Calls.effect("many"));

        assertThat(found).isInstanceOf(Finding.NotDone.class);
        assertThat(names()).isEqualTo("spoilt,spoilt,Nina");
    }

    @Test
    void what_cannot_be_done_is_known_before() {
        assertThat(restore.plan(call(Map.of("table", "keyless"))).obstacles().toString())
                .contains("no primary key");
        assertThat(restore.plan(call(Map.of("table", "users; drop"))).obstacles().toString())
                .contains("no name of a table");
        assertThat(restore.plan(call(Map.of("where", "nobody = 1"))).obstacles().toString())
                .contains("nobody");
        assertThat(restore.plan(call(Map.of("backup", home + "/none"))).obstacles().toString())
                .contains("not there");
    }
}
