package dev.holdfast.backbone.postgres;

import java.time.Duration;

/// Where the database is, and how long we wait for it.
///
/// @param schema of this service; made if it is missing
/// @param connections the pool's most, 2 to 100
/// @param statement no statement runs longer
public record DatabaseSettings(
        String host,
        int port,
        String database,
        String user,
        String password,
        String schema,
        int connections,
        Duration statement) {

    public String jdbc() {
        return "jdbc:postgresql://%s:%d/%s".formatted(host, port, database);
    }

    /// Without the password.
    @Override
    public String toString() {
        return "postgresql://%s@%s:%d/%s, schema %s".formatted(user, host, port, database, schema);
    }
}
