package dev.holdfast.shop.server;

import java.sql.SQLException;

/// What a release may change of the schema: orders get a currency. Only the release that brought it
/// knows how to undo it, which loses the currencies written since.
record Migration(Connections connections) {
    void up() throws SQLException {
        run("ALTER TABLE orders ADD COLUMN IF NOT EXISTS currency text NOT NULL DEFAULT 'EUR'");
    }

    void down() throws SQLException {
        run("ALTER TABLE orders DROP COLUMN currency");
    }

    private void run(String sql) throws SQLException {
        var _ =
                connections.transaction(connection -> {
                    try (var statement = connection.createStatement()) {
                        return statement.execute(sql);
                    }
                });
    }
}
