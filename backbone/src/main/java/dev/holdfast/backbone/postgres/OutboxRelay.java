package dev.holdfast.backbone.postgres;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.KafkaSettings;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/// Sends one bucket of the outbox, in order. It holds the bucket by lease; its producer carries the
/// bucket's transactional id, so that Kafka fences a holder that froze. A record that was sent and
/// not yet deleted is sent again with the same id, and recognised by whoever reads it.
public final class OutboxRelay {
    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    private static final int AT_ONCE = 200;
    private static final Duration LEASE = Duration.ofSeconds(5);

    /// A commit rings; this is for the lease, and for what another instance wrote without a NOTIFY.
    private static final Duration LOOK = Duration.ofMillis(1_500);

    private static final Duration AFTER_FAULT = Duration.ofSeconds(1);

    private record Row(long position, ProducerRecord<byte[], byte[]> record) {}

    private final Store store;
    private final String service;
    private final String owner;
    private final String bootstrap;
    private final int bucket;
    private final Wake.Bell bell;
    private @Nullable KafkaProducer<byte[], byte[]> producer;
    private Instant renewAfter = Instant.MIN;

    public OutboxRelay(Store store, String service, String owner, String bootstrap, int bucket) {
        this.store = store;
        this.service = service;
        this.owner = owner;
        this.bootstrap = bootstrap;
        this.bucket = bucket;
        this.bell = store.wake().bell(Wake.Loop.RELAY, bucket);
    }

    /// Sends until the loops are told to stop.
    public void run() {
        Duration pause = Duration.ZERO;
        while (!store.wake().stopped()) {
            try {
                bell.await(pause);
                pause = send();
            } catch (InterruptedException _) {
                store.wake().stop();
            } catch (ProducerFencedException | InvalidProducerEpochException e) {
                LOG.warn("Outbox bucket {} of {} was taken by another", bucket, service);
                letGo();
                pause = LEASE;
            } catch (RuntimeException e) {
                LOG.warn(
                        "Outbox bucket {} of {} waits and tries again: {}",
                        bucket,
                        service,
                        e.toString());
                letGo();
                pause = AFTER_FAULT;
            }
        }
        letGo();
    }

    /// Sends what there is; answers how long to wait for more.
    private Duration send() {
        if (!held()) {
            letGo();
            return LEASE.dividedBy(4);
        }
        KafkaProducer<byte[], byte[]> kafka = producer();
        while (true) {
            List<Row> rows = store.database().single(this::next);
            if (rows.isEmpty()) {
                return LOOK;
            }
            kafka.beginTransaction();
            for (Row row : rows) {
                // Errors of single sends surface at the commit.
                var _ = kafka.send(row.record());
            }
            kafka.commitTransaction();
            Long[] sent = rows.stream().map(Row::position).toArray(Long[]::new);
            store.database()
                    .single(tx ->
                            tx.update(
                                    "DELETE FROM outbox WHERE position = ANY($1)", (Object) sent));
            if (rows.size() < AT_ONCE) {
                // Whoever has committed since has rung.
                return LOOK;
            }
            if (!held()) {
                return Duration.ZERO;
            }
        }
    }

    /// Takes or renews the lease, at most each third of it; false when another holds it.
    private boolean held() {
        Instant now = Instant.ofEpochSecond(0, System.nanoTime());
        if (producer != null && now.isBefore(renewAfter)) {
            return true;
        }
        boolean ours =
                store.database()
                                .single(tx ->
                                        tx.update(
                                                "INSERT INTO bucket (bucket, owner, lease_until)"
                                                        + " VALUES ($1, $2, clock_timestamp() + $3 *"
                                                        + " interval '1 millisecond') ON CONFLICT"
                                                        + " (bucket) DO UPDATE SET owner ="
                                                        + " excluded.owner, lease_until ="
                                                        + " excluded.lease_until WHERE bucket.owner ="
                                                        + " excluded.owner OR bucket.lease_until <"
                                                        + " clock_timestamp()",
                                                (short) bucket,
                                                owner,
                                                LEASE.toMillis()))
                        == 1;
        renewAfter = now.plus(LEASE.dividedBy(3));
        return ours;
    }

    private KafkaProducer<byte[], byte[]> producer() {
        KafkaProducer<byte[], byte[]> kafka = producer;
        if (kafka == null) {
            kafka = new KafkaProducer<>(KafkaSettings.relay(bootstrap, service, bucket));
            producer = kafka;
            kafka.initTransactions();
        }
        return kafka;
    }

    private void letGo() {
        KafkaProducer<byte[], byte[]> kafka = producer;
        producer = null;
        renewAfter = Instant.MIN;
        if (kafka != null) {
            kafka.close(Duration.ofSeconds(1));
        }
    }

    /// Gives the lease back at a clean stop, so that another need not wait for its end.
    public void release() {
        store.database()
                .run(tx ->
                        tx.update(
                                "UPDATE bucket SET lease_until = clock_timestamp() WHERE"
                                        + " bucket = $1 AND owner = $2",
                                (short) bucket,
                                owner));
    }

    private List<Row> next(Tx tx) {
        return tx.query(
                "SELECT position, topic, key, time, headers::text AS headers, value FROM outbox"
                        + " WHERE bucket = $1 ORDER BY position LIMIT $2",
                r ->
                        new Row(
                                Objects.requireNonNull(r.get("position", Long.class)),
                                record(
                                        SqlTables.text(r, "topic"),
                                        SqlTables.text(r, "key"),
                                        Objects.requireNonNull(r.get("time", Instant.class)),
                                        SqlTables.text(r, "headers"),
                                        Objects.requireNonNull(r.get("value", byte[].class)))),
                (short) bucket,
                AT_ONCE);
    }

    private ProducerRecord<byte[], byte[]> record(
            String topic, String key, Instant time, String headers, byte[] value) {
        RecordHeaders list = new RecordHeaders();
        Json.texts(headers).forEach((k, v) -> list.add(k, v.getBytes(StandardCharsets.UTF_8)));
        int partitions = Topic.named(topic).map(Topic::partitions).orElse(1);
        return new ProducerRecord<>(
                topic,
                partitions == 1 ? 0 : bucket,
                time.toEpochMilli(),
                key.getBytes(StandardCharsets.UTF_8),
                value,
                list);
    }
}
