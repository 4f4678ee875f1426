package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.work.Shelf;
import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.UnitOfWork;
import dev.holdfast.backbone.work.Work;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Opens transactions on scopes and writes what a [UnitOfWork] collected, in one go.
public final class Store implements Transactions {
    private final Database database;
    private final String service;
    private final Topic topic;
    private final Wake wake;
    private final Conclusions conclusions = new Conclusions(this);
    private volatile Predicate<Scope> upToDate = _ -> true;
    private volatile Predicate<Scope> readToEnd = _ -> true;

    /// @param topic the topic that this service writes
    public Store(Database database, String service, Topic topic, Wake wake) {
        this.database = database;
        this.service = service;
        this.topic = topic;
        this.wake = wake;
    }

    /// Says from now on which scopes' older events have all been read.
    ///
    /// @param known what this instance has read itself
    /// @param anywhere what any instance has read; may wait for it
    public void upToDate(Predicate<Scope> known, Predicate<Scope> anywhere) {
        upToDate = known;
        readToEnd = anywhere;
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
        return in(scope, upToDate.test(scope), body);
    }

    /// No lock and no connection is held while it waits.
    @Override
    public <T> T whenRead(Scope scope, Function<Work, T> body) {
        return in(scope, readToEnd.test(scope), body);
    }

    private <T> T in(Scope scope, boolean known, Function<Work, T> body) {
        return database.run(tx -> {
            UnitOfWork work = open(tx, scope, known);
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
        SqlTables tables = new SqlTables(tx);
        SqlTables.Locked l = tables.locked(scope);
        return new UnitOfWork(tables, topic, scope, l.sequence(), l.now(), upToDate);
    }

    /// Writes what was collected.
    void write(Tx tx, UnitOfWork work) {
        write(tx, List.of(work));
    }

    /// Writes what was collected, in this order.
    void write(Tx tx, List<UnitOfWork> works) {
        Pending pending = pending();
        works.forEach(pending::add);
        write(tx, pending);
    }

    private void write(Tx tx, Pending pending) {
        Writes.all(tx, pending, topicChannel(topic), wake);
    }

    private Pending pending() {
        return new Pending(service, topic);
    }

    /// For several units in one transaction; what they keep is written by [BatchTables#write].
    BatchTables batch(Tx tx) {
        return new BatchTables(new SqlTables(tx), this::pending, p -> write(tx, p));
    }

    /// Starts to collect on a scope for one of several units.
    UnitOfWork open(BatchTables tables, Scope scope, boolean upToDate) {
        SqlTables.Locked l = tables.next(scope);
        return new UnitOfWork(tables, topic, scope, l.sequence(), l.now(), upToDate);
    }

    boolean upToDate(Scope scope) {
        return upToDate.test(scope);
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, int limit) {
        return database.run(tx -> new SqlTables(tx).everywhere(shelf, limit));
    }

    @Override
    public <T> List<Shelved<T>> everywhere(Shelf<T> shelf, @Nullable String drill, int limit) {
        return database.run(tx -> new SqlTables(tx).everywhere(shelf, drill, limit));
    }

    @Override
    public <T> List<Shelved<T>> listed(
            Shelf<?> index, Shelf<?> marks, Shelf<T> of, String after, int limit) {
        return database.run(tx -> new SqlTables(tx).listed(index, marks, of, after, limit));
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

    /// The NOTIFY channel that says which buckets of a service's outbox have something.
    static String topicChannel(Topic topic) {
        return "outbox_" + topic.title().substring("holdfast.".length());
    }
}
