package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;
import dev.holdfast.backbone.work.Wanted;

import io.r2dbc.spi.Readable;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Reads documents and locks scopes inside one transaction.
final class SqlTables implements Tables {
    /// A locked scope: the last sequence, and a time of this transaction, later than any before.
    ///
    /// @param until the last time that is this transaction's own
    record Locked(long sequence, Instant now, Instant until) {
        Locked at(long sequence) {
            return new Locked(sequence, now, until);
        }

        Locked later() {
            return new Locked(sequence, now.plus(1, ChronoUnit.MICROS), until);
        }
    }

    /// Locks in the order given, and takes $2 microseconds for itself.
    private static final String LOCK =
            "INSERT INTO scope (key, at) SELECT key, clock_timestamp() + $2 * interval '1"
                    + " microsecond' FROM unnest($1::text[]) WITH ORDINALITY AS u (key, nth) ORDER BY"
                    + " nth ON CONFLICT (key) DO UPDATE SET at = greatest(scope.at,"
                    + " clock_timestamp()) + $2 * interval '1 microsecond' RETURNING key, sequence,"
                    + " at";

    /// The same for those that nobody else holds.
    private static final String LOCK_FREE =
            "WITH free AS (SELECT key FROM scope WHERE key = ANY($1) ORDER BY key FOR UPDATE SKIP"
                    + " LOCKED) UPDATE scope s SET at = greatest(s.at, clock_timestamp()) + $2 *"
                    + " interval '1 microsecond' FROM free f WHERE s.key = f.key RETURNING s.key,"
                    + " s.sequence, s.at";

    private static final String TEXTS =
            "SELECT d.key, d.shelf, d.id, d.value::text AS value FROM unnest($1::text[], $2::text[],"
                    + " $3::text[]) AS u (shelf, key, id) JOIN document d ON d.shelf = u.shelf AND d.key"
                    + " = u.key AND d.id = u.id UNION ALL SELECT d.key, d.shelf, d.id, d.value::text"
                    + " FROM unnest($4::text[], $5::text[], $6::text[]) AS a (shelf, key, along) JOIN"
                    + " document i ON i.shelf = a.shelf AND i.key = a.key JOIN document d ON d.shelf ="
                    + " a.along AND d.key = i.key AND d.id = i.id UNION ALL (SELECT DISTINCT key,"
                    + " '', '', '' FROM aside WHERE key = ANY($7))";

    private final Tx tx;

    SqlTables(Tx tx) {
        this.tx = tx;
    }

    Locked locked(Scope scope) {
        return Objects.requireNonNull(locked(List.of(scope.key()), 1).get(scope));
    }

    /// @param keys in their natural order, as everybody locks who locks several
    /// @param times how many times of its own each gets
    Map<Scope, Locked> locked(Collection<String> keys, int times) {
        return locked(LOCK, keys, times);
    }

    /// Locks those of the scopes that are there and that nobody else holds, without waiting.
    Map<Scope, Locked> lockedIfFree(Collection<String> keys) {
        return locked(LOCK_FREE, keys, 1);
    }

    private Map<Scope, Locked> locked(String sql, Collection<String> keys, int times) {
        Map<Scope, Locked> locked = new HashMap<>();
        tx.query(sql, r -> locked(r, times), keys.toArray(String[]::new), times)
                .forEach(e -> locked.put(e.getKey(), e.getValue()));
        return locked;
    }

    private static Map.Entry<Scope, Locked> locked(Readable r, int times) {
        Instant until = Objects.requireNonNull(r.get("at", Instant.class));
        return Map.entry(
                Scope.parse(text(r, "key")),
                new Locked(
                        Objects.requireNonNull(r.get("sequence", Long.class)),
                        until.minus(times - 1L, ChronoUnit.MICROS),
                        until));
    }

    @Override
    public long lock(Scope scope) {
        return locked(scope).sequence();
    }

    @Override
    public <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id) {
        return text(new Place(scope, shelf.name(), id)).map(t -> Json.read(t, shelf.type()));
    }

    /// The document as it is written.
    Optional<String> text(Place place) {
        return tx.first(
                "SELECT value::text AS value FROM document WHERE shelf = $1 AND key = $2 AND id = $3",
                r -> text(r, "value"),
                place.shelf(),
                place.scope().key(),
                place.id());
    }

    /// What there is of what is wanted, as it is written.
    ///
    /// @param aside gets the keys of which something was set aside
    Map<Place, String> texts(Map<Scope, Wanted> wanted, Set<String> aside) {
        Columns places = new Columns(3);
        Columns along = new Columns(3);
        wanted.values().stream()
                .flatMap(w -> w.places().stream())
                .distinct()
                .forEach(p -> places.row(p.shelf(), p.scope().key(), p.id()));
        wanted.forEach((scope, w) -> {
            w.along().forEach(shelf -> along.row(w.index(), scope.key(), shelf));
        });
        String[] keys = wanted.keySet().stream().map(Scope::key).toArray(String[]::new);
        Map<Place, String> found = new HashMap<>();
        tx.query(
                        TEXTS,
                        r ->
                                Map.entry(
                                        new Place(
                                                Scope.parse(text(r, "key")),
                                                text(r, "shelf"),
                                                text(r, "id")),
                                        text(r, "value")),
                        places.parameters(along.parameters((Object) keys)))
                .forEach(e -> {
                    if (e.getKey().shelf().isEmpty()) {
                        aside.add(e.getKey().scope().key());
                    } else {
                        found.put(e.getKey(), e.getValue());
                    }
                });
        return found;
    }

    @Override
    public <T> Map<Scope, T> find(Collection<Scope> scopes, Shelf<T> shelf, String id) {
        Map<Scope, T> found = new HashMap<>();
        tx.query(
                        "SELECT key, id, value::text AS value FROM document WHERE shelf = $1 AND key"
                                + " = ANY($2) AND id = $3",
                        r -> shelved(r, shelf),
                        shelf.name(),
                        scopes.stream().map(Scope::key).toArray(String[]::new),
                        id)
                .forEach(s -> found.put(s.scope(), s.value()));
        return found;
    }

    @Override
    public long scopes(Shelf<?> shelf, @Nullable String drill) {
        return tx.first(
                        "SELECT count(DISTINCT key) AS n FROM document WHERE shelf = $1 AND "
                                + ofDrill(drill),
                        SqlTables::number,
                        shelf.name(),
                        drill == null ? "~" : "~" + drill)
                .orElseThrow();
    }

    private static long number(Readable r) {
        return Objects.requireNonNull(r.get("n", Long.class));
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

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit) {
        return tx.query(
                "SELECT key, id, value::text AS value FROM document WHERE shelf = $1 AND "
                        + ofDrill(drill)
                        + " ORDER BY changed DESC LIMIT $3",
                r -> shelved(r, shelf),
                shelf.name(),
                drill == null ? "~" : "~" + drill,
                limit);
    }

    /// @param drill null: of none; $2 is what the key has or ends with
    private static String ofDrill(@Nullable String drill) {
        return drill == null ? "strpos(key, $2) = 0" : "right(key, length($2)) = $2";
    }

    /// What lies on the index, in its order, from behind the mark `after` on.
    <T> List<Shelved<T>> listed(
            Shelf<?> index, Shelf<?> marks, Shelf<T> of, String after, int limit) {
        String from =
                "SELECT d.key, d.id, d.value::text AS value FROM document i JOIN document d ON d.shelf"
                        + " = $2 AND d.key = i.key AND d.id = i.id WHERE i.shelf = $1";
        String order = " ORDER BY i.changed DESC, i.id DESC LIMIT $3";
        if (after.isEmpty()) {
            return tx.query(from + order, r -> shelved(r, of), index.name(), of.name(), limit);
        }
        return tx.query(
                from
                        + " AND (i.changed, i.id) < (SELECT m.changed, m.id FROM document m WHERE"
                        + " m.shelf = $4 AND m.id = $5 LIMIT 1)"
                        + order,
                r -> shelved(r, of),
                index.name(),
                of.name(),
                limit,
                marks.name(),
                after);
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
