package dev.holdfast.verifier.io.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.pack.PackManifest.SecretReference;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Database;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.net.Dialer;
import dev.holdfast.verifier.io.probe.Secrets;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Against a real PostgreSQL.
class SqlAskerTest {
    private static final LocalPostgres POSTGRES = LocalPostgres.shared();
    private static final SqlAsker ASKER =
            new SqlAsker(
                    new Connections(
                            Dialer.system(),
                            new Secrets(Map.of("PASSWORD", POSTGRES.password())::get)));

    @BeforeAll
    static void orders() throws SQLException {
        run(
                "create table if not exists orders (id int primary key, total numeric(10,2), at timestamptz default now(), note text)");
        run("truncate orders");
        run("insert into orders select n, n * 1.50, now(), null from generate_series(1, 100) n");
    }

    private static void run(String sql) throws SQLException {
        try (Connection c = POSTGRES.connect();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static Database database(String host, int port) {
        return new Database(
                "shop", host, port, POSTGRES.database(), POSTGRES.user(), "db", "prefer");
    }

    private static Terms terms(long millis) {
        return Terms.of(
                World.LOOPBACK,
                Map.of("db", new SecretReference("env", "PASSWORD")),
                Duration.ofMillis(millis));
    }

    private static Answer.Rows ask(String sql, String... values) throws Unusable {
        Question.Sql q =
                new Question.Sql(
                        database(POSTGRES.host(), POSTGRES.port()), sql, List.of(values), 5);
        return (Answer.Rows) ASKER.ask(q, terms(5_000));
    }

    private static Answer.None refused(Question.Sql q, long millis) {
        return catchThrowableOfType(Unusable.class, () -> ASKER.ask(q, terms(millis)))
                .answer(Duration.ZERO);
    }

    private static Question.Sql question(String sql) {
        return new Question.Sql(database(POSTGRES.host(), POSTGRES.port()), sql, List.of(), 5);
    }

    @Test
    void values_of_many_kinds_come_as_text() throws Unusable {
        assertThat(ask("select count(*) from orders").rows()).isEqualTo(List.of(List.of("100")));
        assertThat(ask("select sum(total) from orders").rows())
                .isEqualTo(List.of(List.of("7575.00")));
        assertThat(ask("select true, 1.5::float8, 'x'::varchar, 12::smallint").rows())
                .isEqualTo(List.of(List.of("true", "1.5", "x", "12")));
        assertThat(ask("select max(note) from orders").rows().getFirst().getFirst()).isNull();
        assertThat(ask("show transaction_read_only").rows()).isEqualTo(List.of(List.of("on")));
        assertThat(ask("select id::text from orders where id = $1::int", "7").rows())
                .isEqualTo(List.of(List.of("7")));
    }

    @Test
    void only_so_many_rows_are_read() throws Unusable {
        Answer.Rows many = ask("select id from orders order by id");
        assertThat(many.rows()).hasSize(5);
        assertThat(many.more()).isTrue();
        assertThat(ask("select id from orders where id <= 5").more()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with d as (delete from orders returning 1) select count(*) from d",
                "with i as (insert into orders values (1000, 1) returning 1) select count(*) from i",
                "select nextval('orders_seq')",
                "select set_config('transaction_read_only', 'off', false), lo_create(0)",
                "select lo_create(0)"
            })
    void what_writes_is_refused_by_the_database(String sql) throws Exception {
        run("create sequence if not exists orders_seq");
        assertThat(refused(question(sql), 5_000).why()).isIn(Answer.Why.REFUSED, Answer.Why.BROKEN);
        assertThat(ask("select count(*) from orders").rows()).isEqualTo(List.of(List.of("100")));
    }

    @Test
    void a_value_that_looks_like_sql_is_only_a_value() throws Unusable {
        assertThat(ask("select count(*) from orders where note = $1", "x' or '1'='1").rows())
                .isEqualTo(List.of(List.of("0")));
    }

    @Test
    void a_statement_that_takes_too_long_is_ended_by_the_server() throws Exception {
        Answer.None slow = refused(question("select pg_sleep(30)"), 400);
        assertThat(slow.why()).isEqualTo(Answer.Why.SLOW);
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() ->
                        ask("select count(*) from pg_stat_activity where state ="
                                        + " 'active' and query like '%pg_sleep(30)%'"
                                        + " and pid <> pg_backend_pid()")
                                .rows()
                                .equals(List.of(List.of("0"))));
    }

    @Test
    void a_lock_held_by_another_is_slow_and_not_forever() throws Exception {
        try (Connection c = POSTGRES.connect();
                Statement s = c.createStatement()) {
            c.setAutoCommit(false);
            s.execute("lock table orders in access exclusive mode");
            assertThat(refused(question("select count(*) from orders"), 300).why())
                    .isIn(Answer.Why.SLOW, Answer.Why.BROKEN);
            c.rollback();
        }
    }

    @Test
    void gone_strange_and_silent_databases_give_no_answer() {
        assertThat(refused(at(Ports.free()), 1_000).why()).isEqualTo(Answer.Why.GONE);
        try (RawServer strange = RawServer.saying("HTTP/1.1 400 Bad Request\r\n\r\n");
                RawServer silent = new RawServer((_, _) -> Thread.sleep(5_000))) {
            assertThat(refused(at(strange.port()), 600).why()).isNotEqualTo(Answer.Why.REFUSED);
            assertThat(refused(at(silent.port()), 600).why()).isEqualTo(Answer.Why.SLOW);
        }
        assertThat(refused(question("select no_such_column from orders"), 2_000).says())
                .contains("no_such_column");
    }

    private static Question.Sql at(int port) {
        return new Question.Sql(database("127.0.0.1", port), "select 1", List.of(), 5);
    }

    @Test
    void the_shops_checks_tell_lost_orders_and_negative_totals() throws Exception {
        var pack =
                Packs.with(
                        Packs.SHOP,
                        Map.of(
                                "db-port", "" + POSTGRES.port(),
                                "db-name", POSTGRES.database(),
                                "db-user", POSTGRES.user()));
        Rules rules = Rules.read(pack).orElseThrow();
        assertThat(verdict(rules, "orders-kept", "100")).isEqualTo(Verdict.PASSED);
        assertThat(verdict(rules, "orders-kept", "101")).isEqualTo(Verdict.FAILED);
        assertThat(verdict(rules, "totals", "0")).isEqualTo(Verdict.PASSED);
        run("insert into orders values (999, -1)");
        assertThat(verdict(rules, "totals", "0")).isEqualTo(Verdict.FAILED);
        run("delete from orders where id = 999");
    }

    private static Verdict verdict(Rules rules, String name, String before) throws Unusable {
        CheckSpec check = Objects.requireNonNull(rules.checks().checks().get(name));
        Given given =
                new Given(
                        rules.manifest().variables(),
                        Map.of("to", "1.4.1"),
                        Map.of("orders", before));
        Question.Sql q = (Question.Sql) ((CheckSpec.Ask) check.prepare(given)).question();
        Terms terms =
                Terms.of(
                        World.LOOPBACK,
                        Map.of("shop-db", new SecretReference("env", "PASSWORD")),
                        Duration.ofSeconds(5));
        return check.judge(ASKER.ask(q, terms), given).verdict();
    }
}
