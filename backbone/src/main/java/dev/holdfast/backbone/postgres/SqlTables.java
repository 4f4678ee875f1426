package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;

import io.r2dbc.spi.Readable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Reads documents and locks scopes inside one transaction.
final class SqlTables implements Tables {
    /// A locked scope: the last sequence, and the time of this transaction, later than any before.
    record Locked(long sequence, Instant now) {}

    private static final String LOCK =
            "INSERT INTO scope (key, at) VALUES ($1, clock_timestamp()) ON CONFLICT (key) DO UPDATE"
                    + " SET at = greatest(scope.at + interval '1 microsecond', clock_timestamp())"
                    + " RETURNING sequence, at";

    private final Tx tx;

    SqlTables(Tx tx) {
        this.tx = tx;
    }

    Locked locked(Scope scope) {
        return tx.first(
                        LOCK,
                        r ->
                                new Locked(
                                        Objects.requireNonNull(r.get("sequence", Long.class)),
                                        Objects.requireNonNull(r.get("at", Instant.class))),
                        scope.key())
                .orElseThrow();
    }

    @Override
    public long lock(Scope scope) {
        return locked(scope).sequence();
    }

    @Override
    public <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id) {
        return tx.first(
                "SELECT value::text AS value FROM document WHERE shelf = $1 AND key = $2 AND id = $3",
                r -> Json.read(text(r, "value"), shelf.type()),
                shelf.name(),
                scope.key(),
                id);
    }

    @Override
    public <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf) {
        return tx.query(
                "SELECT key, id, value::text AS value FROM document WHERE shelf = $1 AND key = $2"
                        + " ORDER BY id",
                r -> shelved(r, shelf),
                shelf.name(),
                scope.key());
    }

    /// At most `limit` of them, after the id `after`.
    <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf, String after, int limit) {
        return tx.query(
                "SELECT key, id, value::text AS value FROM document WHERE shelf = $1 AND key = $2"
                        + " AND id > $3 ORDER BY id LIMIT $4",
                r -> shelved(r, shelf),
                shelf.name(),
                scope.key(),
                after,
                limit);
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return tx.query(
                "SELECT key, id, value::text AS value FROM document WHERE shelf = $1"
                        + " ORDER BY changed DESC LIMIT $2",
                r -> shelved(r, shelf),
                shelf.name(),
                limit);
    }

    Optional<Scope> scopeOf(Shelf<?> shelf, String id) {
        return tx.first(
                "SELECT key FROM document WHERE shelf = $1 AND id = $2 ORDER BY key LIMIT 1",
                r -> Scope.parse(text(r, "key")),
                shelf.name(),
                id);
    }

    /// The database's clock.
    Instant now() {
        return tx.first(
                        "SELECT clock_timestamp() AS at",
                        r -> Objects.requireNonNull(r.get("at", Instant.class)))
                .orElseThrow();
    }

    private static <T> Shelved<T> shelved(Readable r, Shelf<T> shelf) {
        return new Shelved<>(
                Scope.parse(text(r, "key")),
                text(r, "id"),
                Json.read(text(r, "value"), shelf.type()));
    }

    static String text(Readable r, String column) {
        return Objects.requireNonNull(r.get(column, String.class));
    }
}
