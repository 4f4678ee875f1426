package dev.holdfast.shop.server;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// The people who have an account.
final class Users {
    private static final List<String> SCHEMA =
            List.of(
                    """
                    CREATE TABLE IF NOT EXISTS users (
                      id int PRIMARY KEY, name text NOT NULL,
                      created_at timestamptz NOT NULL DEFAULT now(),
                      updated_at timestamptz NOT NULL DEFAULT now())\
                    """,
                    """
                    INSERT INTO users (id, name) SELECT n, 'user ' || n FROM generate_series(1, 40) n
                    ON CONFLICT DO NOTHING\
                    """);

    private final Connections connections;

    Users(Connections connections) {
        this.connections = connections;
    }

    record User(int id, String name) {}

    void createSchema() throws SQLException {
        var _ =
                connections.transaction(connection -> {
                    try (var statement = connection.createStatement()) {
                        for (String sql : SCHEMA) {
                            statement.execute(sql);
                        }
                    }
                    return SCHEMA.size();
                });
    }

    List<User> some() throws SQLException {
        return connections.transaction(connection -> {
            try (var statement = connection.createStatement();
                    var rows =
                            statement.executeQuery(
                                    "SELECT id, name FROM users ORDER BY id LIMIT 20")) {
                var users = new ArrayList<User>();
                while (rows.next()) {
                    users.add(new User(rows.getInt(1), rows.getString(2)));
                }
                return users;
            }
        });
    }
}
