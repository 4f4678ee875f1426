package dev.holdfast.backbone.postgres;

import static java.util.stream.Collectors.joining;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Changes;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/// Opens transactions on scopes and writes what a [UnitOfWork] collected, in one go.
public final class Store implements Transactions {
    private static final int MOST_BYTES = 5 << 20;

    private final Database database;
    private final String service;
    private final Topic topic;
    private final Wake wake;
    private final Conclusions conclusions = new Conclusions(this);
    private volatile Predicate<Scope> upToDate = _ -> true;

    /// @param topic the topic that this service writes
    public Store(Database database, String service, Topic topic, Wake wake) {
        this.database = database;
        this.service = service;
        this.topic = topic;
        this.wake = wake;
    }

    /// Says from now on which scopes' older events have all been read.
    public void upToDate(Predicate<Scope> known) {
        upToDate = known;
    }

    public Database database() {
        return database;
    }

    Conclusions conclusions() {
        return conclusions;
    }

    public Wake wake() {
        return wake;
    }

    public Topic topic() {
        return topic;
    }

    @Override
    public <T> T in(Scope scope, Function<Work, T> body) {
        return database.run(tx -> {
            UnitOfWork work = open(tx, scope, upToDate.test(scope));
            T answer = body.apply(work);
            write(tx, work);
            return answer;
        });
    }

    @Override
    public <T> T read(Scope scope, Function<Work, T> body) {
        return database.run(tx -> {
            tx.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
            SqlTables tables = new SqlTables(tx);
            UnitOfWork work =
                    new UnitOfWork(tables, topic, scope, 0, tables.now(), upToDate.test(scope));
            T answer = body.apply(work);
            work.onlyLooked();
            return answer;
        });
    }

    @Override
    public Optional<Scope> scopeOf(Shelf<?> shelf, String id) {
        return database.run(tx -> new SqlTables(tx).scopeOf(shelf, id));
    }

    /// Locks the scope and starts to collect.
    UnitOfWork open(Tx tx, Scope scope, boolean upToDate) {
        return open(tx, scope, new SqlTables(tx).locked(scope), upToDate);
    }

    /// Starts to collect on a scope that this transaction has locked and not yet written.
    UnitOfWork open(Tx tx, Scope scope, SqlTables.Locked locked, boolean upToDate) {
        SqlTables tables = new SqlTables(tx);
        return new UnitOfWork(tables, topic, scope, locked.sequence(), locked.now(), upToDate);
    }

    /// Writes what was collected.
    void write(Tx tx, UnitOfWork work) {
        Changes changes = work.changes();
        if (changes.none()) {
            return;
        }
        documents(tx, changes, work.now());
        events(tx, changes, work.sequences(), work.now());
        schedule(tx, work.scope(), changes);
        tx.afterCommit(() -> ring(changes));
    }

    /// Wakes whoever has something to do now.
    private void ring(Changes changes) {
        buckets(changes).forEach(bucket -> wake.ring(Wake.Loop.RELAY, bucket));
        if (!changes.timers().isEmpty()) {
            wake.ring(Wake.Loop.TIMERS);
        }
        if (!changes.errands().isEmpty()) {
            wake.ring(Wake.Loop.ERRANDS);
        }
    }

    /// The buckets of the outbox that get something; offered packs go through the first.
    private SortedSet<Integer> buckets(Changes changes) {
        var buckets = new TreeSet<Integer>();
        changes.events().forEach(e -> buckets.add(bucket(e.scope())));
        if (!changes.packs().isEmpty()) {
            buckets.add(0);
        }
        return buckets;
    }

    private int bucket(Scope scope) {
        return EventCodec.partition(scope, topic.partitions());
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return database.run(tx -> new SqlTables(tx).everywhere(shelf, limit));
    }

    @Override
    public <T> List<T> under(Scope scope, Shelf<T> shelf) {
        return database.run(
                tx -> new SqlTables(tx).lying(scope, shelf).stream().map(Shelved::value).toList());
    }

    @Override
    public <T> List<Shelved<T>> under(Scope scope, Shelf<T> shelf, String after, int limit) {
        return database.run(tx -> new SqlTables(tx).lying(scope, shelf, after, limit));
    }

    private static void documents(Tx tx, Changes changes, Instant now) {
        List<@Nullable Object[]> puts = new ArrayList<>();
        changes.documents()
                .forEach((place, value) -> {
                    if (value == null) {
                        tx.update(
                                "DELETE FROM document WHERE shelf = $1 AND key = $2 AND id ="
                                        + " $3",
                                place.shelf(),
                                place.scope().key(),
                                place.id());
                    } else {
                        puts.add(
                                new Object[] {
                                    place.scope().key(),
                                    place.shelf(),
                                    place.id(),
                                    Json.text(value),
                                    now
                                });
                    }
                });
        tx.batch(
                "INSERT INTO document (key, shelf, id, value, changed) VALUES ($1, $2, $3,"
                        + " $4::json, $5) ON CONFLICT (shelf, key, id) DO UPDATE SET value ="
                        + " excluded.value, changed = excluded.changed",
                puts);
    }

    private void events(Tx tx, Changes changes, Map<Scope, Long> sequences, Instant now) {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (PackFiles pack : changes.packs()) {
            rows.add(
                    new Object[] {
                        (short) 0, Topic.PACKS.title(), pack.name(), now, "{}", Json.bytes(pack)
                    });
        }
        for (Envelope<?> e : changes.events()) {
            rows.add(
                    new Object[] {
                        (short) bucket(e.scope()),
                        topic.title(),
                        e.scope().key(),
                        e.time(),
                        Json.text(EventCodec.headers(service, e)),
                        sendable(e)
                    });
        }
        if (rows.isEmpty()) {
            return;
        }
        tx.batch(
                "INSERT INTO outbox (bucket, topic, key, time, headers, value)"
                        + " VALUES ($1, $2, $3, $4, $5::json, $6)",
                rows);
        String buckets = buckets(changes).stream().map(String::valueOf).collect(joining(","));
        List<@Nullable Object[]> reached = new ArrayList<>();
        sequences.forEach((scope, sequence) ->
                reached.add(new Object[] {scope.key(), sequence, topicChannel(topic), buckets}));
        // The same words are sent once, however often they are said in a transaction.
        tx.batch(
                "UPDATE scope SET sequence = $2 WHERE key = $1 RETURNING pg_notify($3, $4)::text",
                reached);
    }

    /// What the broker would refuse must not block the outbox behind it for ever.
    private static byte[] sendable(Envelope<?> e) {
        byte[] value = Json.bytes(e.data());
        if (value.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "%s of %s has %d bytes, at most %d are sent"
                            .formatted(
                                    EventTypes.brief(e.data()),
                                    e.scope(),
                                    value.length,
                                    MOST_BYTES));
        }
        return value;
    }

    private void schedule(Tx tx, Scope scope, Changes changes) {
        short bucket = (short) bucket(scope);
        List<String> cancelled = new ArrayList<>();
        List<@Nullable Object[]> set = new ArrayList<>();
        changes.timers()
                .forEach((name, due) -> {
                    if (due == null) {
                        cancelled.add(name);
                    } else {
                        set.add(new Object[] {scope.key(), name, bucket, due});
                    }
                });
        if (!cancelled.isEmpty()) {
            tx.update(
                    "DELETE FROM timer WHERE key = $1 AND name = ANY($2)",
                    scope.key(),
                    cancelled.toArray(String[]::new));
        }
        tx.batch(
                "INSERT INTO timer (key, name, bucket, due) VALUES ($1, $2, $3, $4) ON CONFLICT"
                        + " (key, name) DO UPDATE SET due = excluded.due",
                set);
        changes.errands()
                .forEach((name, due) ->
                        tx.update(
                                "INSERT INTO errand (key, name, due, asked) VALUES ($1, $2,"
                                        + " $3, 1) ON CONFLICT (key, name) DO UPDATE SET"
                                        + " due = least(errand.due, excluded.due), asked ="
                                        + " errand.asked + 1",
                                scope.key(),
                                name,
                                due));
    }

    /// The NOTIFY channel that says which buckets of a service's outbox have something.
    static String topicChannel(Topic topic) {
        return "outbox_" + topic.title().substring("holdfast.".length());
    }
}
