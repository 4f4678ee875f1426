package dev.holdfast.verifier.io.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/// What a database holds, against a real PostgreSQL.
class IntegrityTest {
    private static final LocalPostgres POSTGRES = LocalPostgres.shared();

    @BeforeAll
    static void shop() throws SQLException {
        POSTGRES.createDatabase("integrity");
        run("create table customers (id int primary key)");
        run("create table orders (id int primary key, customer_id int, total numeric(10,2))");
        run(
                "alter table orders add constraint of_customer foreign key (customer_id) references"
                        + " customers(id)");
        run("create table holdfast_probe (id bigint generated always as identity, note text)");
        run("create table flyway_schema_history (installed_rank int, version text, success bool)");
        run("insert into flyway_schema_history values (1, '11', true), (2, '12', true)");
        run("insert into customers select generate_series(1, 10)");
        run("insert into orders select n, n % 10 + 1, n from generate_series(1, 100) n");
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                POSTGRES.jdbcUrl("integrity"), POSTGRES.user(), POSTGRES.password());
    }

    private static void run(String sql) throws SQLException {
        try (Connection c = connect();
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static Trial trial(String check) {
        return Trial.of(
                        """
                        databases:
                          shop:
                            host: 127.0.0.1
                            port: "%d"
                            database: integrity
                            user: %s
                            password: db
                            probe-table: holdfast_probe
                        checks:
                          it: { %s }
                        """
                                .formatted(POSTGRES.port(), POSTGRES.user(), check))
                .secret("db", POSTGRES.password());
    }

    @Test
    void invariants_are_held_by_every_row() throws SQLException {
        String check = "invariants: { database: shop, table: orders, hold: [total >= 0, id <> 0] }";
        trial(check).passes();
        run("insert into orders values (1001, 1, -1)");
        trial(check).fails("rows of orders against 'total >= 0' is 1");
        run("delete from orders where id = 1001");
        trial("invariants: { database: shop, table: orders, hold: [no_such_column > 1] }")
                .isInconclusive("no_such_column");
    }

    @Test
    void orphans_and_switched_off_foreign_keys_fail() throws SQLException {
        String orphans =
                "orphans: { database: shop, references: { orders.customer_id: customers.id } }";
        trial(orphans).passes();
        trial("foreign-keys: { database: shop }").passes();
        run("alter table orders disable trigger all");
        run("insert into orders values (1002, 77, 1)");
        trial(orphans).fails("rows of orders.customer_id without their customers.id is 1");
        trial("foreign-keys: { database: shop }").fails("triggers that are off");
        run("delete from orders where id = 1002");
        run("alter table orders enable trigger all");
        run("alter table orders drop constraint of_customer");
        run(
                "alter table orders add constraint of_customer foreign key (customer_id) references"
                        + " customers(id) not valid");
        trial("foreign-keys: { database: shop }").fails("not validated is 1");
        run("alter table orders validate constraint of_customer");
        trial("foreign-keys: { database: shop }").passes();
    }

    @Test
    void counts_are_compared_with_those_of_before_within_their_tolerance() {
        String check = "counts: { database: shop, tables: [orders], tolerance: 10% }";
        assertThat(trial(check).rules().checks().snapshots()).containsKey("rows.shop.orders");
        trial(check).before(Map.of("rows.shop.orders", "111")).passes();
        trial(check)
                .before(Map.of("rows.shop.orders", "112"))
                .fails("is 100, must be at least 112");
        trial(check).before(Map.of("rows.shop.orders", "5")).passes();
        trial(check.replace("tolerance", "may-grow: false, tolerance"))
                .before(Map.of("rows.shop.orders", "90"))
                .fails("must equal 90");
        trial(check).isInconclusive("no value 'rows.shop.orders' was measured before");
        trial(check.replace("tables", "against: baseline, tables"))
                .before(Map.of("rows.shop.orders", "100"))
                .passes();
    }

    @Test
    void the_schema_version_is_the_newest_successful_one_and_nothing_failed() throws SQLException {
        String check = "schema-version: { database: shop, tool: flyway, equals: \"12\" }";
        trial(check).passes();
        trial(check.replace("\"12\"", "\"13\"")).fails("schema version is 12, must equal 13");
        run("insert into flyway_schema_history values (3, '13', false)");
        trial(check).fails("failed or unfinished migrations is 1");
        run("delete from flyway_schema_history where version = '13'");
        trial("schema-version: { database: shop, tool: liquibase, equals: \"a\" }")
                .isInconclusive("databasechangelog");
        trial(
                        "schema-version: { database: shop, query: \"select max(version) from flyway_schema_history\", equals: \"12\" }")
                .passes();
    }

    @Test
    void a_write_probe_leaves_nothing_and_tells_when_the_database_takes_no_writes()
            throws SQLException {
        String check = "write-probe: { database: shop }";
        trial(check).passes();
        try (Connection c = connect();
                Statement s = c.createStatement();
                ResultSet rows = s.executeQuery("select count(*) from holdfast_probe")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isZero();
        }
        run("alter table holdfast_probe add constraint nothing check (false) not valid");
        trial(check).fails("does not take writes");
        run("alter table holdfast_probe drop constraint nothing");
        run("alter table holdfast_probe rename to elsewhere");
        trial(check).isInconclusive("holdfast_probe");
        run("alter table elsewhere rename to holdfast_probe");
        trial(check)
                .replace("\"" + POSTGRES.port() + "\"", "\"" + Silence.nobody() + "\"")
                .isInconclusive("database shop says");
    }

    @Test
    void business_numbers_are_compared_with_the_same_time_of_the_weeks_before()
            throws SQLException {
        run("create table if not exists sales (week int, amount int)");
        run("truncate sales");
        run("insert into sales values (0, 70), (1, 100), (2, 90), (3, 500), (4, 110)");
        String check =
                "business: { sql: { database: shop, query: \"select amount from sales where week ="
                        + " ${weeks-ago}::int\" }, within: 30% }";
        trial(check).fails("70 now, usual at this time of the week is 105");
        run("update sales set amount = 74 where week = 0");
        trial(check).passes();
        run("update sales set amount = 200 where week = 0");
        trial(check).passes();
        trial(check.replace("within", "both-ways: true, within"))
                .fails("must be from 73.5 to 136.5");
        run("delete from sales where week > 1");
        trial(check).isInconclusive("only 1 of the last 4 weeks");
        run("delete from sales where week = 0");
        trial(check).isInconclusive("no data");
    }
}
