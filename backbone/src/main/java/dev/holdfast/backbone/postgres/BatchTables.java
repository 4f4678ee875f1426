package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Tables;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Wanted;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the units of one transaction read: each sees what those before it wrote, as if that were
/// written already, and what was read once is not asked for again while its scope is locked.
final class BatchTables implements Tables {
    private final SqlTables sql;
    private final Supplier<Pending> fresh;
    private final Consumer<Pending> write;
    private final Map<Scope, SqlTables.Locked> locked = new HashMap<>();
    private final Map<Place, Optional<String>> read = new HashMap<>();
    private final Map<Place, List<Shelved<?>>> lists = new HashMap<>();
    private Pending pending;

    /// @param fresh an empty collection
    /// @param write writes one
    BatchTables(SqlTables sql, Supplier<Pending> fresh, Consumer<Pending> write) {
        this.sql = sql;
        this.fresh = fresh;
        this.write = write;
        this.pending = fresh.get();
    }

    /// @param scopes locked by this transaction, with times that nobody has used
    void own(Map<Scope, SqlTables.Locked> scopes) {
        locked.putAll(scopes);
    }

    /// Locks these scopes, and reads in one look what is mostly wanted of them. Answers of which of them
    /// something was set aside.
    ///
    /// @param keys in their natural order
    /// @param times how many units there may be of each
    Set<String> own(Collection<String> keys, int times, Function<Scope, Wanted> wanted) {
        own(sql.locked(keys, times));
        Map<Scope, Wanted> all = new HashMap<>();
        locked.keySet().forEach(scope -> all.put(scope, wanted.apply(scope)));
        all.values().forEach(w -> w.places().forEach(p -> read.put(p, Optional.empty())));
        Set<String> aside = new HashSet<>();
        sql.texts(all, aside).forEach((place, text) -> read.put(place, Optional.of(text)));
        return aside;
    }

    /// The scope for the next unit: each has a time of its own, later than those before.
    SqlTables.Locked next(Scope scope) {
        SqlTables.Locked now = known(scope);
        if (now.now().isAfter(now.until())) {
            SqlTables.Locked again = sql.locked(scope);
            now = new SqlTables.Locked(now.sequence(), again.now(), again.until());
        }
        locked.put(scope, now.later());
        return now;
    }

    private SqlTables.Locked known(Scope scope) {
        SqlTables.Locked known = locked.get(scope);
        if (known == null) {
            forgetUnlocked();
            known = sql.locked(scope);
            locked.put(scope, known);
        }
        return known;
    }

    /// Keeps what a unit collected. Throws what [Pending#add] throws; then nothing of it is kept.
    void keep(UnitOfWork work) {
        pending.add(work);
        work.changes().documents().keySet().forEach(p -> lists.remove(list(p.scope(), p.shelf())));
        work.sequences()
                .forEach((scope, sequence) ->
                        locked.computeIfPresent(scope, (_, l) -> l.at(sequence)));
    }

    /// Writes what was kept since the last time.
    void write() {
        Pending all = pending;
        pending = fresh.get();
        read.clear();
        write.accept(all);
    }

    @Override
    public <T> Optional<T> find(Scope scope, Shelf<T> shelf, String id) {
        Place place = new Place(scope, shelf.name(), id);
        return text(place).map(text -> Json.read(text, shelf.type()));
    }

    private Optional<String> text(Place place) {
        Optional<Pending.Document> written = pending.document(place);
        return written.isPresent()
                ? written.map(Pending.Document::text)
                : read.computeIfAbsent(place, sql::text);
    }

    @Override
    public <T> List<Shelved<T>> lying(Scope scope, Shelf<T> shelf) {
        if (pending.touches(shelf.name())) {
            write();
        }
        return lists
                .computeIfAbsent(
                        list(scope, shelf.name()), _ -> List.copyOf(sql.lying(scope, shelf)))
                .stream()
                .map(s -> new Shelved<>(s.scope(), s.id(), shelf.type().cast(s.value())))
                .toList();
    }

    private static Place list(Scope scope, String shelf) {
        return new Place(scope, shelf, "");
    }

    @Override
    public long scopes(Shelf<?> shelf, @Nullable String drill) {
        if (pending.touches(shelf.name())) {
            write();
        }
        return sql.scopes(shelf, drill);
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        if (pending.touches(shelf.name())) {
            write();
        }
        return sql.everywhere(shelf, limit);
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit) {
        if (pending.touches(shelf.name())) {
            write();
        }
        return sql.everywhere(shelf, drill, limit);
    }

    @Override
    public long lock(Scope scope) {
        return known(scope).sequence();
    }

    /// Whoever waited for a lock reads what the one before has written.
    private void forgetUnlocked() {
        read.keySet().removeIf(p -> !locked.containsKey(p.scope()));
        lists.keySet().removeIf(p -> !locked.containsKey(p.scope()));
    }
}
