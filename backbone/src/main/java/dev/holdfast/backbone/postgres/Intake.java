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

import io.r2dbc.spi.Readable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Takes in a polled batch of one partition as one transaction: inbox, state with the scope's row
/// locked first, outbox. The offsets are committed by the caller afterwards; what is polled again is
/// recognised by its id.
public final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final String WAIT = "INTERVAL '30 seconds'";

    private final Store store;
    private final Desk desk;
    private final Predicate<Scope> upToDate;

    /// @param upToDate whether all older events of a scope have been read
    public Intake(Store store, Desk desk, Predicate<Scope> upToDate) {
        this.store = store;
        this.desk = desk;
        this.upToDate = upToDate;
    }

    /// Takes in all records, in order. Throws what the database throws; then nothing was taken in.
    /// A record that the desk cannot take sets its key aside and does not stop the others.
    public void take(List<ConsumerRecord<byte[], byte[]>> records) {
        try {
            store.database().run(tx -> all(tx, records));
        } catch (RuntimeException e) {
            if (Database.away(e)) {
                throw e;
            }
            LOG.warn("A batch of {} is taken in one by one: {}", records.size(), e.toString());
            records.forEach(this::alone);
        }
        store.wake().all();
    }

    private void alone(ConsumerRecord<byte[], byte[]> record) {
        try {
            store.database().run(tx -> all(tx, List.of(record)));
        } catch (RuntimeException e) {
            if (Database.away(e)) {
                throw e;
            }
            LOG.error(
                    "{} {} offset {} cannot be taken in. Its key {} is stopped: later events of it"
                            + " wait behind this one until a version that can take it is started",
                    desk.service(),
                    record.topic(),
                    record.offset(),
                    key(record),
                    e);
            store.database().run(tx -> setAside(tx, record, String.valueOf(e.getMessage()), false));
        }
    }

    private boolean all(Tx tx, List<ConsumerRecord<byte[], byte[]>> records) {
        Map<Scope, Integer> left = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> r : records) {
            if (!r.topic().equals(Topic.PACKS.title())) {
                left.merge(Scope.parse(key(r)), 1, Integer::sum);
            }
        }
        // Always in the same order, so that two batches cannot wait for each other.
        SqlTables tables = new SqlTables(tx);
        new TreeSet<>(left.keySet().stream().map(Scope::key).toList())
                .forEach(k -> tables.locked(Scope.parse(k)));
        for (ConsumerRecord<byte[], byte[]> r : records) {
            if (r.topic().equals(Topic.PACKS.title())) {
                pack(tx, r);
            } else {
                event(tx, r);
            }
        }
        return true;
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

    private void event(Tx tx, ConsumerRecord<byte[], byte[]> record) {
        if (stopped(tx, record)) {
            setAside(tx, record, "waits behind an earlier event of its key", false);
            return;
        }
        Envelope<Event> event = EventCodec.decode(record);
        if (!first(tx, event.id())) {
            return;
        }
        if (receive(tx, event) == Received.WAITS) {
            setAside(tx, record, "its cause is not known yet", true);
        } else {
            offerAgain(tx, event.scope());
        }
    }

    private Received receive(Tx tx, Envelope<Event> event) {
        UnitOfWork work = store.open(tx, event.scope(), upToDate.test(event.scope()));
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
            for (Waiting w : waiting(tx, scope)) {
                taken |= offered(tx, w);
            }
        }
    }

    private boolean offered(Tx tx, Waiting w) {
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
                    key(w.record()),
                    e);
            tx.update(
                    "UPDATE aside SET waits_until = NULL, reason = $2 WHERE position = $1",
                    w.position(),
                    String.valueOf(e.getMessage()));
            return false;
        }
        tx.update("DELETE FROM aside WHERE position = $1", w.position());
        return true;
    }

    /// Offers again what an earlier version could not take in; called before the reading starts. Each
    /// key goes on as far as this version comes.
    public void goOnWithStopped() {
        for (Place place : stoppedPlaces()) {
            while (goOn(place)) {
                LOG.info("{} goes on with {}", desk.service(), place);
            }
        }
    }

    private record Place(String key, String topic) {}

    private List<Place> stoppedPlaces() {
        return store.database()
                .run(tx ->
                        tx.query(
                                "SELECT DISTINCT key, topic FROM aside WHERE waits_until IS NULL",
                                r ->
                                        new Place(
                                                SqlTables.text(r, "key"),
                                                SqlTables.text(r, "topic"))));
    }

    private boolean goOn(Place place) {
        try {
            return store.database()
                    .run(tx -> {
                        Scope scope = Scope.parse(place.key());
                        new SqlTables(tx).lock(scope);
                        Optional<Waiting> next = firstStopped(tx, place);
                        if (next.isEmpty()) {
                            return false;
                        }
                        Envelope<Event> event = EventCodec.decode(next.get().record());
                        if (first(tx, event.id()) && receive(tx, event) == Received.WAITS) {
                            tx.update(
                                    "UPDATE aside SET waits_until = clock_timestamp() + "
                                            + WAIT
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

    private static Optional<Waiting> firstStopped(Tx tx, Place place) {
        return tx.first(
                "SELECT position, topic, headers::text AS headers, value FROM aside WHERE key = $1"
                        + " AND topic = $2 AND waits_until IS NULL ORDER BY position LIMIT 1",
                r -> waiting(r, place.key()),
                place.key(),
                place.topic());
    }

    private boolean first(Tx tx, String id) {
        return tx.update("INSERT INTO inbox (id) VALUES ($1) ON CONFLICT DO NOTHING", id) == 1;
    }

    private boolean stopped(Tx tx, ConsumerRecord<byte[], byte[]> r) {
        return tx.first(
                        "SELECT 1 FROM aside WHERE key = $1 AND topic = $2 AND waits_until IS NULL"
                                + " LIMIT 1",
                        _ -> true,
                        key(r),
                        r.topic())
                .isPresent();
    }

    private boolean setAside(
            Tx tx, ConsumerRecord<byte[], byte[]> r, String reason, boolean waits) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (Header h : r.headers()) {
            headers.put(h.key(), new String(h.value(), StandardCharsets.UTF_8));
        }
        tx.update(
                "INSERT INTO aside (id, topic, key, headers, value, reason, waits_until) VALUES ($1,"
                        + " $2, $3, $4::json, $5, $6, "
                        + (waits ? "clock_timestamp() + " + WAIT : "NULL")
                        + ") ON CONFLICT (id) DO NOTHING",
                headers.getOrDefault("ce_id", r.topic() + r.partition() + "@" + r.offset()),
                r.topic(),
                key(r),
                Json.text(headers),
                r.value(),
                reason);
        return true;
    }

    record Waiting(long position, ConsumerRecord<byte[], byte[]> record) {}

    private List<Waiting> waiting(Tx tx, Scope scope) {
        return tx.query(
                "SELECT position, topic, headers::text AS headers, value FROM aside WHERE key = $1"
                        + " AND waits_until IS NOT NULL ORDER BY position LIMIT 100",
                r -> waiting(r, scope.key()),
                scope.key());
    }

    private static Waiting waiting(Readable r, String key) {
        return new Waiting(
                Objects.requireNonNull(r.get("position", Long.class)),
                record(
                        SqlTables.text(r, "topic"),
                        key,
                        SqlTables.text(r, "headers"),
                        Objects.requireNonNull(r.get("value", byte[].class))));
    }

    private static ConsumerRecord<byte[], byte[]> record(
            String topic, String key, String headers, byte[] value) {
        RecordHeaders h = new RecordHeaders();
        Json.texts(headers).forEach((k, v) -> h.add(k, v.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                topic,
                0,
                0L,
                0L,
                TimestampType.CREATE_TIME,
                0,
                value.length,
                key.getBytes(StandardCharsets.UTF_8),
                value,
                h,
                Optional.empty());
    }

    /// Offers again what waits: its cause may have come under another key, as a pack does. Then takes
    /// away what waited longer than 30 s, and says what.
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
        return store.database()
                .run(tx ->
                        tx.query(
                                "DELETE FROM aside WHERE waits_until < clock_timestamp() RETURNING"
                                        + " topic, key, headers->>'ce_type' AS type",
                                r ->
                                        "%s of %s on %s"
                                                .formatted(
                                                        r.get("type", String.class),
                                                        r.get("key", String.class),
                                                        r.get("topic", String.class))));
    }

    /// Forgets ids that are so old that their topics have forgotten the events too.
    public void forgetOld() {
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

    private static String key(ConsumerRecord<byte[], byte[]> r) {
        return r.key() == null ? "" : new String(r.key(), StandardCharsets.UTF_8);
    }
}
