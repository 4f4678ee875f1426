package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.json.Json;

import io.r2dbc.spi.Readable;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// Records that were read and not taken in: they wait for their cause, or stop their key.
final class Aside {
    static final String WAIT = "INTERVAL '30 seconds'";

    private Aside() {}

    /// Where one may be stopped.
    record Place(String key, String topic) {}

    /// One that waits, as it was read.
    record Waiting(long position, ConsumerRecord<byte[], byte[]> record) {}

    /// Whether an earlier event of its key and topic could not be taken in.
    static boolean stopped(Tx tx, ConsumerRecord<byte[], byte[]> r) {
        return tx.first(
                        "SELECT 1 FROM aside WHERE key = $1 AND topic = $2 AND waits_until IS NULL"
                                + " LIMIT 1",
                        _ -> true,
                        key(r),
                        r.topic())
                .isPresent();
    }

    /// @param waits for its cause, 30 s; else it stops its key
    static boolean put(Tx tx, ConsumerRecord<byte[], byte[]> r, String reason, boolean waits) {
        Kept kept = Kept.of(r);
        tx.update(
                "INSERT INTO aside (id, topic, key, headers, value, reason, waits_until) VALUES ($1,"
                        + " $2, $3, $4::json, $5, $6, "
                        + (waits ? "clock_timestamp() + " + WAIT : "NULL")
                        + ") ON CONFLICT (id) DO NOTHING",
                kept.id(),
                r.topic(),
                kept.key(),
                kept.headers(),
                r.value() == null ? new byte[0] : r.value(),
                storable(reason));
        return true;
    }

    /// Keeps one for people that nobody will ever take in.
    static boolean drop(Tx tx, ConsumerRecord<byte[], byte[]> r, String reason) {
        Kept kept = Kept.of(r);
        tx.update(
                "INSERT INTO dropped (id, topic, key, headers, value, reason) VALUES ($1, $2, $3,"
                        + " $4::json, $5, $6)",
                kept.id(),
                r.topic(),
                kept.key(),
                kept.headers(),
                r.value() == null ? new byte[0] : r.value(),
                storable(reason));
        return true;
    }

    /// A record as the database can hold it: no value is an empty one, and what no text of PostgreSQL
    /// may hold is replaced.
    private record Kept(String id, String key, String headers) {
        static Kept of(ConsumerRecord<byte[], byte[]> r) {
            Map<String, String> headers = new LinkedHashMap<>();
            for (Header h : r.headers()) {
                headers.put(storable(h.key()), storable(text(h.value())));
            }
            return new Kept(
                    headers.getOrDefault("ce_id", r.topic() + r.partition() + "@" + r.offset()),
                    storable(Aside.key(r)),
                    Json.text(headers));
        }
    }

    /// A text of PostgreSQL holds every character but this one.
    static String storable(String text) {
        return text.replace('\0', '\ufffd');
    }

    /// What waits for its cause, oldest first.
    static List<Waiting> waiting(Tx tx, Scope scope) {
        return tx.query(
                "SELECT position, topic, headers::text AS headers, value FROM aside WHERE key = $1"
                        + " AND waits_until IS NOT NULL ORDER BY position LIMIT 100",
                r -> waiting(r, scope.key()),
                scope.key());
    }

    /// The oldest that was stopped at a place.
    static Optional<Waiting> firstStopped(Tx tx, Place place) {
        return tx.first(
                "SELECT position, topic, headers::text AS headers, value FROM aside WHERE key = $1"
                        + " AND topic = $2 AND waits_until IS NULL ORDER BY position LIMIT 1",
                r -> waiting(r, place.key()),
                place.key(),
                place.topic());
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

    static long forgetDropped(Tx tx) {
        return tx.update(
                "DELETE FROM dropped WHERE dropped_at < clock_timestamp() - interval '30 days'");
    }

    /// How many keys an event stopped.
    static long stoppedKeys(Tx tx) {
        return tx.first(
                        "SELECT count(DISTINCT (topic, key)) AS n FROM aside WHERE waits_until IS"
                                + " NULL",
                        r -> r.get("n", Long.class))
                .orElse(0L);
    }

    static String key(ConsumerRecord<byte[], byte[]> r) {
        return text(r.key());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
    }
}
