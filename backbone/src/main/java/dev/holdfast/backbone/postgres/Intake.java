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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/// Takes in a polled batch of one partition as one transaction: inbox, state with the scope's row
/// locked first, outbox. The offsets are committed by the caller afterwards; what is polled again is
/// recognised by its id.
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /// Records in one transaction: what the first of them brings about is told when the last is done.
    private static final int TOGETHER = 20;

    private final Store store;
    private final Desk desk;
    private final AtomicLong dropped = new AtomicLong();

    public Intake(Store store, Desk desk) {
        this.store = store;
        this.desk = desk;
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
    /// @param aside keys of which something is set aside; the others need not be asked about
    private record Batch(Tx tx, BatchTables tables, Set<String> aside) {}

    /// Ends behind a record that holds a lock which all others may need. Answers how many were taken.
    private int all(Tx tx, List<ConsumerRecord<byte[], byte[]>> records) {
        // Always in the same order, so that two batches cannot wait for each other.
        TreeSet<String> keys = new TreeSet<>();
        for (ConsumerRecord<byte[], byte[]> r : records) {
            if (!r.topic().equals(Topic.PACKS.title())) {
                keys.add(Scope.parse(Aside.key(r)).key());
            }
        }
        BatchTables tables = store.batch(tx);
        Set<String> aside =
                keys.isEmpty() ? new HashSet<>() : tables.own(keys, records.size(), desk::wanted);
        Batch batch = new Batch(tx, tables, aside);
        List<Read> all = decoded(batch, records);
        Set<String> fresh = fresh(tx, all);
        int taken = 0;
        boolean alone = false;
        while (taken < all.size() && !alone) {
            Read read = all.get(taken++);
            Envelope<Event> event = read.event();
            if (read.record().topic().equals(Topic.PACKS.title())) {
                pack(tx, read.record());
            } else if (event == null) {
                alone = behindStopped(batch, read.record());
            } else if (fresh.remove(event.id())) {
                alone = event(batch, read.record(), event);
            }
        }
        if (!fresh.isEmpty()) {
            // These are the next transaction's.
            tx.update(
                    "DELETE FROM inbox WHERE id = ANY($1)", (Object) fresh.toArray(String[]::new));
        }
        tables.write();
        return taken;
    }

    /// @param event null for a pack, and for what may wait behind another
    private record Read(ConsumerRecord<byte[], byte[]> record, @Nullable Envelope<Event> event) {}

    private static List<Read> decoded(Batch batch, List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .map(r ->
                        r.topic().equals(Topic.PACKS.title())
                                        || batch.aside().contains(Aside.key(r))
                                ? new Read(r, null)
                                : new Read(r, EventCodec.decode(r)))
                .toList();
    }

    /// The ids of those that were never taken in, put down as taken in.
    private static Set<String> fresh(Tx tx, List<Read> all) {
        List<Envelope<Event>> events =
                all.stream().map(Read::event).filter(Objects::nonNull).toList();
        return events.isEmpty()
                ? new HashSet<>()
                : new HashSet<>(
                        tx.query(
                                "INSERT INTO inbox (id, drill) SELECT * FROM unnest($1::text[],"
                                        + " $2::boolean[]) ON CONFLICT DO NOTHING RETURNING id",
                                r -> SqlTables.text(r, "id"),
                                events.stream().map(Envelope::id).toArray(String[]::new),
                                events.stream()
                                        .map(e -> e.scope().drill() != null)
                                        .toArray(Boolean[]::new)));
    }

    /// Something of its key was set aside before; where that stops the key, it is set aside too.
    private boolean behindStopped(Batch batch, ConsumerRecord<byte[], byte[]> record) {
        if (Aside.stopped(batch.tx(), record)) {
            Aside.put(batch.tx(), record, "waits behind an earlier event of its key", false);
            return false;
        }
        Envelope<Event> event = EventCodec.decode(record);
        return first(batch.tx(), event.id()) && event(batch, record, event);
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

    /// Answers whether it holds a lock which all others may need.
    private boolean event(
            Batch batch, ConsumerRecord<byte[], byte[]> record, Envelope<Event> event) {
        String key = Aside.key(record);
        if (batch.aside().contains(key) && Aside.stopped(batch.tx(), record)) {
            // Stopped since the batch began: what is set aside is taken in later, as a new one.
            batch.tx().update("DELETE FROM inbox WHERE id = $1", event.id());
            Aside.put(batch.tx(), record, "waits behind an earlier event of its key", false);
            return false;
        }
        UnitOfWork work = opened(batch, event.scope());
        if (receive(batch, event, work) == Received.WAITS) {
            Aside.put(batch.tx(), record, "its cause is not known yet", true);
            batch.aside().add(key);
        } else if (batch.aside().contains(key)) {
            offerAgain(batch, event.scope());
        }
        return work.isAlone();
    }

    private UnitOfWork opened(Batch batch, Scope scope) {
        return store.open(batch.tables(), scope, store.upToDate(scope));
    }

    private Received receive(Batch batch, Envelope<Event> event) {
        return receive(batch, event, opened(batch, event.scope()));
    }

    private Received receive(Batch batch, Envelope<Event> event, UnitOfWork work) {
        Received received = Reception.receive(desk, work, event);
        if (received == Received.HANDLED) {
            batch.tables().keep(work);
        }
        return received;
    }

    /// Offers what waits for its cause once more, oldest first, until nothing is taken any more. One
    /// that cannot be taken stops its own key, not its cause's.
    private void offerAgain(Batch batch, Scope scope) {
        boolean taken = true;
        while (taken) {
            taken = false;
            for (Aside.Waiting w : Aside.waiting(batch.tx(), scope)) {
                taken |= offered(batch, w);
            }
        }
    }

    private boolean offered(Batch batch, Aside.Waiting w) {
        try {
            if (receive(batch, EventCodec.decode(w.record())) == Received.WAITS) {
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
            batch.tx()
                    .update(
                            "UPDATE aside SET waits_until = NULL, reason = $2 WHERE position = $1",
                            w.position(),
                            Aside.storable(String.valueOf(e.getMessage())));
            return false;
        }
        batch.tx().update("DELETE FROM aside WHERE position = $1", w.position());
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
                        Batch batch = locked(tx, Scope.parse(place.key()));
                        Optional<Aside.Waiting> next = Aside.firstStopped(tx, place);
                        if (next.isEmpty()) {
                            return false;
                        }
                        Envelope<Event> event = EventCodec.decode(next.get().record());
                        if (first(tx, event.id()) && receive(batch, event) == Received.WAITS) {
                            tx.update(
                                    "UPDATE aside SET waits_until = clock_timestamp() + "
                                            + Aside.WAIT
                                            + " WHERE position = $1",
                                    next.get().position());
                        } else {
                            tx.update(
                                    "DELETE FROM aside WHERE position = $1", next.get().position());
                        }
                        batch.tables().write();
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

    private Batch locked(Tx tx, Scope scope) {
        BatchTables tables = store.batch(tx);
        tables.lock(scope);
        return new Batch(tx, tables, new HashSet<>(Set.of(scope.key())));
    }

    private static boolean first(Tx tx, String id) {
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
                        Batch batch = locked(tx, Scope.parse(key));
                        offerAgain(batch, Scope.parse(key));
                        batch.tables().write();
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
        store.database().run(Aside::forgetDropped);
        store.database()
                .run(tx ->
                        tx.update(
                                "DELETE FROM inbox WHERE at < clock_timestamp() - interval '370"
                                        + " days'"));
    }

    /// Keys that are stopped by an event that this version could not take in.
    public long stoppedKeys() {
        return store.database().run(Aside::stoppedKeys);
    }
}
