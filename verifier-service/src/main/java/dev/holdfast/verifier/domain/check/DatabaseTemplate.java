package dev.holdfast.verifier.domain.check;

import org.jspecify.annotations.Nullable;

/// A database as `checks.yml` writes it: host, port, database and user may hold variables.
///
/// @param probe the quoted table that a write probe may write to, null for none
public record DatabaseTemplate(
        String name,
        String host,
        String port,
        String database,
        String user,
        @Nullable String secret,
        String ssl,
        @Nullable String probe) {

    Database fill(Given given) {
        String number = given.text(port);
        if (!number.matches("\\d{1,5}")) {
            throw new IllegalArgumentException(
                    "'%s' is no port of database %s".formatted(number, name));
        }
        return new Database(
                name,
                given.text(host),
                Integer.parseInt(number),
                given.text(database),
                given.text(user),
                secret,
                ssl);
    }
}
