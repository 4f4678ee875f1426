package dev.holdfast.executor.io;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.plan.Repeat;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;
import dev.holdfast.executor.io.postgres.SqlAction;
import dev.holdfast.local.LocalPostgres;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Against a real PostgreSQL.
class SqlActionTest {
    private static final LocalPostgres POSTGRES = LocalPostgres.shared();
    private static final String DATABASE = "sql_action";

    private final SqlAction action = new SqlAction();

    @BeforeAll
    static void database() {
        POSTGRES.createDatabase(DATABASE);
    }

    @BeforeEach
    void table() throws SQLException {
        sql("DROP TABLE IF EXISTS price; CREATE TABLE price (id int PRIMARY KEY, cents int)");
        sql("INSERT INTO price VALUES (1, 100), (2, 200)");
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

    private static int cents(int id) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet r = s.executeQuery("SELECT cents FROM price WHERE id = " + id)) {
            return r.next() ? r.getInt(1) : -1;
        }
    }

    private static Call call(Map<String, Object> more) {
        Map<String, Object> with = new HashMap<>(more);
        with.put("host", POSTGRES.host());
        with.put("port", POSTGRES.port());
        with.put("database", DATABASE);
        with.put("user", POSTGRES.user());
        with.putIfAbsent("password", POSTGRES.password());
        String host = POSTGRES.host() + ":" + POSTGRES.port();
        return Calls.call(new Allowed(List.of(), List.of(host), List.of()), with);
    }

    @Test
    void statements_and_their_check_are_one_transaction() throws SQLException {
        Call call =
                call(
                        Map.of(
                                "sql", "UPDATE price SET cents = ? WHERE id = ?",
                                "parameters", List.of("150", "1"),
                                "check", "SELECT cents FROM price WHERE id = 1",
                                "expect", "150"));
        assertThat(action.observe(call, Calls.effect("a"))).isInstanceOf(Finding.NotDone.class);

        assertThat(action.apply(call, Calls.effect("a"))).isInstanceOf(Finding.Done.class);

        assertThat(cents(1)).isEqualTo(150);
        assertThat(action.observe(call, Calls.effect("a"))).isInstanceOf(Finding.Done.class);
    }

    @Test
    void nothing_is_kept_when_the_check_does_not_hold() throws SQLException {
        Call call =
                call(
                        Map.of(
                                "sql", "UPDATE price SET cents = 0",
                                "check", "SELECT count(*) = 1 FROM price WHERE cents = 0"));

        assertThat(action.apply(call, Calls.effect("b"))).isInstanceOf(Finding.NotDone.class);
        assertThat(cents(1)).isEqualTo(100);
    }

    @Test
    void what_holds_already_is_not_done_again() throws SQLException {
        Call call =
                call(
                        Map.of(
                                "sql", "UPDATE price SET cents = cents + 1 WHERE id = 1",
                                "check", "SELECT cents > 100 FROM price WHERE id = 1"));
        action.apply(call, Calls.effect("c"));
        action.apply(call, Calls.effect("c"));

        assertThat(cents(1)).isEqualTo(101);
    }

    @Test
    void a_parameter_is_bound_and_never_read_as_sql() throws SQLException {
        Call call =
                call(
                        Map.of(
                                "sql",
                                "CREATE TEMP TABLE note AS SELECT ?::text AS t",
                                "parameters",
                                List.of("'; DROP TABLE price; --")));

        assertThat(action.apply(call, Calls.effect("d"))).isInstanceOf(Finding.Done.class);
        assertThat(cents(2)).isEqualTo(200);
    }

    @Test
    void a_table_that_is_locked_is_not_waited_for_for_ever() throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.execute("LOCK TABLE price");
            Finding finding =
                    action.apply(
                            call(Map.of("sql", "DELETE FROM price", "lock-timeout", "200ms")),
                            Calls.effect("e"));

            assertThat(((Finding.NotDone) finding).reason()).contains("lock timeout");
        }
    }

    @Test
    void the_plan_says_what_would_be_lost_and_what_it_rests_on() {
        Preview preview =
                action.plan(
                        call(
                                Map.of(
                                        "sql", "DELETE FROM price",
                                        "check", "SELECT count(*) FROM price",
                                        "expect", "0")));

        assertThat(preview.obstacles()).isEmpty();
        assertThat(preview.repeat()).isEqualTo(Repeat.CHECKABLE);
        assertThat(preview.dataLost()).contains("changes or deletes");
        assertThat(preview.rests().values()).containsExactly("2");
        assertThat(preview.does()).doesNotContain(POSTGRES.password());
    }

    @Test
    void credentials_that_do_not_work_stand_in_the_way() {
        Preview preview = action.plan(call(Map.of("sql", "SELECT 1", "password", "wrong-one")));

        assertThat(preview.obstacles().toString())
                .contains("authentication failed")
                .doesNotContain("wrong-one");
    }
}
