package dev.holdfast.shop.server;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Products and orders in PostgreSQL.
final class Orders {
    private static final long RETRY_PAUSE_MILLIS = 120;
    private static final List<String> SCHEMA =
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS products (
                      id int PRIMARY KEY, name text NOT NULL, price_cents bigint NOT NULL)\
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS orders (
                      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                      total_cents bigint NOT NULL CONSTRAINT total_is_not_negative CHECK (total_cents >= 0),
                      release text NOT NULL,
                      created_at timestamptz NOT NULL DEFAULT now())\
                    """,
                    """
                    CREATE TABLE IF NOT EXISTS order_lines (
                      order_id bigint NOT NULL REFERENCES orders, product int NOT NULL, pieces int NOT NULL)\
                    """,
                    "CREATE INDEX IF NOT EXISTS order_lines_order ON order_lines (order_id)",
                    """
                    INSERT INTO products VALUES
                      (1, 'Anchor', 12900), (2, 'Rope, 10 m', 1490), (3, 'Cleat', 990), (4, 'Fender', 2450),
                      (5, 'Shackle', 690), (6, 'Compass', 8900), (7, 'Lantern', 3990), (8, 'Sextant', 24900)
                    ON CONFLICT DO NOTHING\
                    """);

    private final Connections connections;
    private final Release release;

    Orders(Connections connections, Release release) {
        this.connections = connections;
        this.release = release;
    }

    record Product(int id, String name, long priceCents) {}

    record Order(long id, long totalCents, String release) {}

    void createSchema() throws SQLException {
        connections.transaction(connection -> {
            try (var statement = connection.createStatement()) {
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
            }
            return SCHEMA.size();
        });
    }

    boolean databaseAnswers() {
        return connections.answers();
    }

    List<Product> products() throws SQLException {
        return connections.transaction(connection -> {
            try (var statement = connection.createStatement();
                    var rows =
                            statement.executeQuery(
                                    "SELECT id, name, price_cents FROM products ORDER BY id")) {
                var products = new ArrayList<Product>();
                while (rows.next()) {
                    products.add(new Product(rows.getInt(1), rows.getString(2), rows.getLong(3)));
                }
                return products;
            }
        });
    }

    Optional<Order> order(long id) throws SQLException {
        return connections.transaction(connection -> {
            try (var query =
                    connection.prepareStatement(
                            "SELECT id, total_cents, release FROM orders WHERE id = ?")) {
                query.setLong(1, id);
                try (var rows = query.executeQuery()) {
                    return rows.next()
                            ? Optional.of(
                                    new Order(rows.getLong(1), rows.getLong(2), rows.getString(3)))
                            : Optional.empty();
                }
            }
        });
    }

    /// Takes the order, or throws what the database said.
    Order take(Cart cart) throws SQLException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return connections.transaction(connection -> insert(connection, cart));
            } catch (SQLException e) {
                if (attempt >= release.pricing().retries()) {
                    throw e;
                }
                Thread.sleep(RETRY_PAUSE_MILLIS);
            }
        }
    }

    private Order insert(Connection connection, Cart cart) throws SQLException {
        long total = release.pricing().total(cart, product -> price(connection, product));
        long id;
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO orders (total_cents, release) VALUES (?, ?)",
                        Statement.RETURN_GENERATED_KEYS)) {
            insert.setLong(1, total);
            insert.setString(2, release.version());
            insert.executeUpdate();
            try (var keys = insert.getGeneratedKeys()) {
                keys.next();
                id = keys.getLong(1);
            }
        }
        insertLines(connection, id, cart);
        return new Order(id, total, release.version());
    }

    private static void insertLines(Connection connection, long id, Cart cart) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement(
                        "INSERT INTO order_lines (order_id, product, pieces) VALUES (?, ?, ?)")) {
            for (Cart.Line line : cart.lines()) {
                insert.setLong(1, id);
                insert.setInt(2, line.product());
                insert.setInt(3, line.pieces());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static long price(Connection connection, int product) throws SQLException {
        try (var query =
                connection.prepareStatement("SELECT price_cents FROM products WHERE id = ?")) {
            query.setInt(1, product);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new IllegalArgumentException("There is no product " + product);
                }
                return rows.getLong(1);
            }
        }
    }
}
