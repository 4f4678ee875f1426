package dev.holdfast.verifier.io.every;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.verifier.io.Trial;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;

/// Everything that is asked of a database: one real PostgreSQL, one good database and one in which each
/// of the checks has something to find.
final class SqlTargets {
    private static final LocalPostgres POSTGRES = LocalPostgres.shared();

    private static final List<String> GOOD =
            List.of(
                    "create table customers (id int primary key)",
                    "create table orders (id int primary key, total numeric, customer_id int"
                            + " references customers(id))",
                    "create table sales (week int, amount int)",
                    "create table holdfast_probe (id bigint generated always as identity, note"
                            + " text)",
                    "create table flyway_schema_history (installed_rank int, version text, success"
                            + " bool)",
                    "insert into customers select generate_series(1, 10)",
                    "insert into orders select n, n, n % 10 + 1 from generate_series(1, 100) n",
                    "insert into sales values (0, 95), (1, 100), (2, 90), (3, 110), (4, 100)",
                    "insert into flyway_schema_history values (1, '11', true), (2, '12', true)");

    private static final List<String> SPOIL =
            List.of(
                    "alter table orders disable trigger all",
                    "alter table customers disable trigger all",
                    "delete from orders where id > 90",
                    "update orders set total = -1 where id = 7",
                    "delete from customers where id = 3",
                    "update sales set amount = 10 where week = 0",
                    "insert into flyway_schema_history values (3, '13', false)",
                    "alter table holdfast_probe add constraint nothing check (false) not valid");

    private SqlTargets() {}

    static List<Target> start(Things things) throws Exception {
        furnish("every_good", GOOD);
        furnish("every_bad", GOOD);
        run("every_bad", SPOIL);
        StringBuilder dump = new StringBuilder("COPY public.customers (id) FROM stdin;\n");
        for (int i = 1; i <= 10; i++) {
            dump.append(i).append('\n');
        }
        things.file("shop_1.sql", dump + "\\.\n-- PostgreSQL database dump complete\n");
        return List.of(
                target("sql", "query: select count(*) from orders where total < 0, equals: 0"),
                target("invariants", "table: orders, hold: [total >= 0]"),
                target("orphans", "references: { orders.customer_id: customers.id }"),
                target("foreign-keys", ""),
                target("counts", "tables: [orders]")
                        .with((t, _) -> t.before(Map.of("rows.shop.orders", "100"))),
                target("schema-version", "tool: flyway, equals: \"12\""),
                target("write-probe", ""),
                target("restored", "folder: \"FOLDER\", name: \"shop_*\", tables: [customers]")
                        .with((t, _) ->
                                t.replace("FOLDER", things.folder().toString())
                                        .files(things.folder())),
                business());
    }

    private static Target business() {
        return with(
                Target.of(
                        "business",
                        databases()
                                + "checks: { it: { business: { sql: { database: shop, query: \"select"
                                + " amount from sales where week = ${weeks-ago}::int\" } } } }",
                        POSTGRES.port()));
    }

    private static Target target(String kind, String more) {
        String own = more.isEmpty() ? "" : ", " + more;
        return with(
                Target.of(
                        kind,
                        databases()
                                + "checks: { it: { %s: { database: shop%s } } }"
                                        .formatted(kind, own),
                        POSTGRES.port()));
    }

    private static Target with(Target target) {
        return target.with((Trial t, Integer _) -> t.secret("db", POSTGRES.password()));
    }

    private static String databases() {
        return """
        databases:
          shop:
            host: 127.0.0.1
            port: "PORT"
            database: every_SIDE
            user: %s
            password: db
            probe-table: holdfast_probe
        """
                .formatted(POSTGRES.user());
    }

    private static void furnish(String database, List<String> statements) throws SQLException {
        POSTGRES.createDatabase(database);
        run(database, statements);
    }

    private static void run(String database, List<String> statements) throws SQLException {
        try (Connection c =
                        DriverManager.getConnection(
                                POSTGRES.jdbcUrl(database), POSTGRES.user(), POSTGRES.password());
                Statement s = c.createStatement()) {
            for (String sql : statements) {
                s.execute(sql);
            }
        }
    }
}
