package dev.holdfast.backbone.service;

import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.postgres.Database;
import dev.holdfast.backbone.postgres.DatabaseSettings;
import dev.holdfast.backbone.postgres.ScratchSchema;
import dev.holdfast.backbone.postgres.Store;
import dev.holdfast.backbone.postgres.Wake;
import dev.holdfast.local.LocalKafka;

import io.prometheus.client.CollectorRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// A desk over the real broker and the real database.
@NullUnmarked // fields are set before each test
abstract class InARoom {
    final Scope scope = Scope.of("t" + UUID.randomUUID(), "production");
    final List<DeskRoom> rooms = new ArrayList<>();
    RecordingDesk desk;
    Database database;
    Store store;
    KafkaProducer<byte[], byte[]> kafka;
    CollectorRegistry metrics;

    @BeforeEach
    void open() throws Exception {
        DatabaseSettings settings = ScratchSchema.migrated("room", 12);
        database = new Database(settings);
        kafka = new KafkaProducer<>(KafkaSettings.producer(bootstrap(), "test"));
        desk = new RecordingDesk();
        openRoom(settings, desk);
    }

    void openRoom(DatabaseSettings settings, RecordingDesk desk) throws InterruptedException {
        store = new Store(database, "verifier-service", Topic.VERIFICATIONS, new Wake());
        HouseSettings house =
                new HouseSettings(
                        "verifier-service",
                        bootstrap(),
                        settings,
                        Path.of("."),
                        null,
                        Map.of(),
                        Duration.ofSeconds(2),
                        Duration.ofDays(7),
                        "test-" + UUID.randomUUID(),
                        true,
                        null);
        metrics = new CollectorRegistry();
        DeskRoom room = new DeskRoom(desk, store, house, metrics);
        room.open();
        rooms.add(room);
        await().atMost(Duration.ofSeconds(20)).until(room::ready);
    }

    @AfterEach
    void close() {
        kafka.close();
        rooms.forEach(DeskRoom::close);
        database.close();
    }

    long rows(String table, String signal) {
        return database.run(tx ->
                tx.first(
                                "SELECT count(*) AS n FROM "
                                        + table
                                        + " WHERE convert_from(value, 'UTF8') LIKE '%' || $1 || '%'",
                                r -> r.get("n", Long.class),
                                signal)
                        .orElse(0L));
    }

    int count(String what) {
        return database.run(tx ->
                        tx.first(
                                "SELECT value->>'n' AS n FROM document WHERE key = $1 AND id"
                                        + " = $2",
                                r -> Integer.parseInt(r.get("n", String.class)),
                                scope.key(),
                                what))
                .orElse(0);
    }

    SignalAccepted signal(String id, String kind) {
        return new SignalAccepted(id, kind, Map.of(), Instant.now());
    }

    void send(SignalAccepted signal) {
        send(scope, signal);
    }

    void send(Scope to, SignalAccepted signal) {
        Envelope<Event> e =
                new Envelope<>(
                        EventId.of(signal.id()),
                        to,
                        signal.at(),
                        1,
                        null,
                        null,
                        null,
                        null,
                        signal);
        var _ = kafka.send(EventCodec.encode(Topic.TRIGGERS, "trigger-detector", e));
        kafka.flush();
    }

    void offer(PackFiles pack) {
        var _ =
                kafka.send(
                        new ProducerRecord<>(
                                Topic.PACKS.title(),
                                pack.name().getBytes(StandardCharsets.UTF_8),
                                Json.bytes(pack)));
        kafka.flush();
    }

    List<Envelope<Event>> answers(int n) {
        return answers(scope, n);
    }

    /// Reads our own topic until `n` events of the scope are there.
    List<Envelope<Event>> answers(Scope of, int n) {
        List<Envelope<Event>> found = new ArrayList<>();
        TopicPartition tp =
                new TopicPartition(Topic.VERIFICATIONS.title(), EventCodec.partition(of, 8));
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(KafkaSettings.consumer(bootstrap(), "unused", "reader"))) {
            reader.assign(List.of(tp));
            reader.seekToBeginning(List.of(tp));
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> {
                        for (ConsumerRecord<byte[], byte[]> r :
                                reader.poll(Duration.ofMillis(200))) {
                            Envelope<Event> e = EventCodec.decode(r);
                            if (e.scope().equals(of)) {
                                found.add(e);
                            }
                        }
                        return found.size() >= n;
                    });
        }
        return found;
    }

    static String bootstrap() {
        return LocalKafka.shared().bootstrapServers();
    }
}
