package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Reception;
import dev.holdfast.backbone.work.UnitOfWork;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/// Takes in a polled batch of one partition as one transaction: inbox, state with the scope's row
/// locked first, outbox. The offsets are committed by the caller afterwards; what is polled again is
/// recognised by its id.
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /// Records in one transaction: what the first of them brings about is told when the last is done.
    private static final int TOGETHER = 20;

    private final Store store;
    private final Desk desk;
    private final Predicate<Scope> upToDate;
    private final AtomicLong dropped = new AtomicLong();

    /// @param upToDate whether all older events of a scope have been read
    public Intake(Store store, Desk desk, Predicate<Scope> upToDate) {
        this.store = store;
        this.desk = desk;
        this.upToDate = upToDate;
    }

    /// Takes in all records, in order. Throws what the database throws; then nothing was taken in.
    /// A record that the desk cannot take sets its key aside and does not stop the others.
    public void take(List<ConsumerRecord<byte[], byte[]>> records) {
        int from = 0;
        while (from < records.size()) {
            from += some(records.subList(from, Math.min(from + TOGETHER, records.size())));
        }
    }

    /// Takes in the first of them in one transaction, and answers how many.
    private int some(List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            return store.database().run(tx -> all(tx, records));
        } catch (RuntimeException | StackOverflowError e) {
            if (Database.away(e)) {
                throw e;
            }
            LOG.warn("A batch of {} is taken in one by one: {}", records.size(), e.toString());
            records.forEach(this::alone);
            return records.size();
        }
    }

    private void alone(ConsumerRecord<byte[], byte[]> record) {
        try {
            store.database().run(tx -> all(tx, List.of(record)));
        } catch (RuntimeException | StackOverflowError e) {
            if (Database.away(e)) {
                throw e;
            }
            if (record.topic().equals(Topic.PACKS.title())) {
                LOG.error(
                        "The pack at offset {} cannot be read by {} and is passed over; offer it again",
                        record.offset(),
                        desk.service(),
                        e);
                dropped.incrementAndGet();
                return;
            }
            if (!Scope.isKey(Aside.key(record))) {
                LOG.error(
                        "{} offset {} has no system/environment for a key, so it is none of ours: table"
                                + " dropped keeps it",
                        record.topic(),
                        record.offset());
                store.database().run(tx -> Aside.drop(tx, record, String.valueOf(e.getMessage())));
                dropped.incrementAndGet();
                return;
            }
            LOG.error(
                    "{} {} offset {} cannot be taken in. Its key {} is stopped: later events of it"
                            + " wait behind this one until a version that can take it is started",
                    desk.service(),
                    record.topic(),
                    record.offset(),
                    Aside.key(record),
                    e);
            store.database()
                    .run(tx -> Aside.put(tx, record, String.valueOf(e.getMessage()), false));
        }
    }

    /// One transaction of many records.
    ///
    /// @param fresh scopes as they were locked, which nobody has opened yet
    /// @param aside keys of which something is set aside; the others need not be asked about
    private record Batch(Tx tx, Map<Scope, SqlTables.Locked> fresh, Set<String> aside) {}

    /// Ends behind a record that holds a lock which all others may need.
    private int all(Tx tx, List<ConsumerRecord<byte[], byte[]>> records) {
        // Always in the same order, so that two batches cannot wait for each other.
        TreeSet<String> keys = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> r : records) {
            if (!r.topic().equals(Topic.PACKS.title())) {
                keys.add(Scope.parse(Aside.key(r)).key());
            }
        }
        SqlTables tables = new SqlTables(tx);
        Map<Scope, SqlTables.Locked> fresh = new HashMap<>();
        keys.forEach(k -> fresh.put(Scope.parse(k), tables.locked(Scope.parse(k))));
        Batch batch = new Batch(tx, fresh, Aside.keys(tx, keys));
        int taken = 0;
        boolean alone = false;
        while (taken < records.size() && !alone) {
            ConsumerRecord<byte[], byte[]> r = records.get(taken);
            if (r.topic().equals(Topic.PACKS.title())) {
                pack(tx, r);
            } else {
                alone = event(batch, r);
            }
            taken++;
        }
        return taken;
    }

    private void pack(Tx tx, ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null
                || !first(tx, "pack-%d-%d".formatted(record.offset(), record.timestamp()))) {
            return;
        }
        PackFiles pack = Json.read(record.value(), PackFiles.class);
        UnitOfWork work = store.open(tx, Scope.pack(pack.name()), true);
        Packs.offered(work, desk, pack);
        store.write(tx, work);
    }

    /// Answers whether it holds such a lock.
    private boolean event(Batch batch, ConsumerRecord<byte[], byte[]> record) {
        Tx tx = batch.tx();
        String key = Aside.key(record);
        if (batch.aside().contains(key) && Aside.stopped(tx, record)) {
            Aside.put(tx, record, "waits behind an earlier event of its key", false);
            return false;
        }
        Envelope<Event> event = EventCodec.decode(record);
        if (!first(tx, event.id())) {
            return false;
        }
        UnitOfWork work = opened(batch, event.scope());
        if (receive(tx, event, work) == Received.WAITS) {
            Aside.put(tx, record, "its cause is not known yet", true);
            batch.aside().add(key);
        } else if (batch.aside().contains(key)) {
            offerAgain(tx, event.scope());
            batch.fresh().clear();
        }
        // What was emitted under other scopes has moved their sequences on.
        batch.fresh().keySet().removeAll(work.sequences().keySet());
        return work.isAlone();
    }

    private UnitOfWork opened(Batch batch, Scope scope) {
        SqlTables.Locked locked = batch.fresh().remove(scope);
        if (locked == null) {
            batch.fresh().clear();
            return store.open(batch.tx(), scope, upToDate.test(scope));
        }
        return store.open(batch.tx(), scope, locked, upToDate.test(scope));
    }

    private Received receive(Tx tx, Envelope<Event> event) {
        return receive(tx, event, store.open(tx, event.scope(), upToDate.test(event.scope())));
    }

    private Received receive(Tx tx, Envelope<Event> event, UnitOfWork work) {
        Received received = Reception.receive(desk, work, event);
        if (received == Received.HANDLED) {
            store.write(tx, work);
        }
        return received;
    }

    /// Offers what waits for its cause once more, oldest first, until nothing is taken any more. One
    /// that cannot be taken stops its own key, not its cause's.
    private void offerAgain(Tx tx, Scope scope) {
        boolean taken = true;
        while (taken) {
            taken = false;
            for (Aside.Waiting w : Aside.waiting(tx, scope)) {
                taken |= offered(tx, w);
            }
        }
    }

    private boolean offered(Tx tx, Aside.Waiting w) {
        try {
            if (receive(tx, EventCodec.decode(w.record())) == Received.WAITS) {
                return false;
            }
        } catch (RuntimeException e) {
            if (Database.away(e)) {
                throw e;
            }
            LOG.error(
                    "{} of {} waited and cannot be taken in",
                    w.record().topic(),
                    Aside.key(w.record()),
                    e);
            tx.update(
                    "UPDATE aside SET waits_until = NULL, reason = $2 WHERE position = $1",
                    w.position(),
                    Aside.storable(String.valueOf(e.getMessage())));
            return false;
        }
        tx.update("DELETE FROM aside WHERE position = $1", w.position());
        return true;
    }

    /// Offers again what an earlier version could not take in; called before the reading starts. Each
    /// key goes on as far as this version comes.
    public void goOnWithStopped() {
        for (Aside.Place place : stoppedPlaces()) {
            while (goOn(place)) {
                LOG.info("{} goes on with {}", desk.service(), place);
            }
        }
    }

    private List<Aside.Place> stoppedPlaces() {
        return store.database()
                .run(tx ->
                        tx.query(
                                "SELECT DISTINCT key, topic FROM aside WHERE waits_until IS NULL",
                                r ->
                                        new Aside.Place(
                                                SqlTables.text(r, "key"),
                                                SqlTables.text(r, "topic"))));
    }

    private boolean goOn(Aside.Place place) {
        try {
            return store.database()
                    .run(tx -> {
                        Scope scope = Scope.parse(place.key());
                        new SqlTables(tx).lock(scope);
                        Optional<Aside.Waiting> next = Aside.firstStopped(tx, place);
                        if (next.isEmpty()) {
                            return false;
                        }
                        Envelope<Event> event = EventCodec.decode(next.get().record());
                        if (first(tx, event.id()) && receive(tx, event) == Received.WAITS) {
                            tx.update(
                                    "UPDATE aside SET waits_until = clock_timestamp() + "
                                            + Aside.WAIT
                                            + " WHERE position = $1",
                                    next.get().position());
                        } else {
                            tx.update(
                                    "DELETE FROM aside WHERE position = $1", next.get().position());
                        }
                        return true;
                    });
        } catch (RuntimeException e) {
            if (Database.away(e)) {
                throw e;
            }
            LOG.warn("{} is still stopped: {}", place, e.toString());
            return false;
        }
    }

    private boolean first(Tx tx, String id) {
        return tx.update("INSERT INTO inbox (id) VALUES ($1) ON CONFLICT DO NOTHING", id) == 1;
    }

    /// Offers again what waits: its cause may have come under another key, as a pack does. Then puts
    /// what waited longer than 30 s into the table `dropped`, and says what.
    public List<String> sweep() {
        List<String> keys =
                store.database()
                        .run(tx ->
                                tx.query(
                                        "SELECT DISTINCT key FROM aside WHERE waits_until IS NOT NULL",
                                        r -> SqlTables.text(r, "key")));
        for (String key : keys) {
            store.database()
                    .run(tx -> {
                        new SqlTables(tx).lock(Scope.parse(key));
                        offerAgain(tx, Scope.parse(key));
                        return true;
                    });
        }
        List<String> gone =
                store.database()
                        .run(tx ->
                                tx.query(
                                        "WITH gone AS (DELETE FROM aside WHERE waits_until <"
                                                + " clock_timestamp() RETURNING *) INSERT INTO dropped"
                                                + " (id, topic, key, headers, value, reason) SELECT id,"
                                                + " topic, key, headers, value, reason FROM gone"
                                                + " RETURNING topic, key, headers->>'ce_type' AS type",
                                        r ->
                                                "%s of %s on %s"
                                                        .formatted(
                                                                r.get("type", String.class),
                                                                r.get("key", String.class),
                                                                r.get("topic", String.class))));
        dropped.addAndGet(gone.size());
        return gone;
    }

    /// How many records were dropped here since the start.
    public long dropped() {
        return dropped.get();
    }

    /// Forgets ids that are so old that their topics have forgotten the events too, and what was
    /// dropped a month ago.
    public void forgetOld() {
        store.database()
                .run(tx ->
                        tx.update(
                                "DELETE FROM dropped WHERE dropped_at < clock_timestamp() - interval"
                                        + " '30 days'"));
        store.database()
                .run(tx ->
                        tx.update(
                                "DELETE FROM inbox WHERE at < clock_timestamp() - interval '370"
                                        + " days'"));
    }

    /// Keys that are stopped by an event that this version could not take in.
    public long stoppedKeys() {
        return store.database()
                .run(tx ->
                        tx.first(
                                        "SELECT count(DISTINCT (topic, key)) AS n FROM aside"
                                                + " WHERE waits_until IS NULL",
                                        r -> r.get("n", Long.class))
                                .orElse(0L));
    }
}
