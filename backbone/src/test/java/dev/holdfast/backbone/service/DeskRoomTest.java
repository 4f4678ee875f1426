package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.postgres.Database;
import dev.holdfast.backbone.postgres.DatabaseSettings;
import dev.holdfast.backbone.postgres.Migrations;
import dev.holdfast.backbone.postgres.Store;
import dev.holdfast.backbone.postgres.Wake;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import io.prometheus.client.CollectorRegistry;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;

/// A desk over the real broker and the real database.
@NullUnmarked // fields are set before each test
class DeskRoomTest {
    private final Scope scope = Scope.of("t" + UUID.randomUUID(), "production");
    private final List<DeskRoom> rooms = new ArrayList<>();
    private Database database;
    private Store store;
    private KafkaProducer<byte[], byte[]> kafka;
    private CollectorRegistry metrics;

    @BeforeEach
    void open() throws Exception {
        LocalPostgres postgres = LocalPostgres.shared();
        DatabaseSettings settings =
                new DatabaseSettings(
                        postgres.host(),
                        postgres.port(),
                        postgres.database(),
                        postgres.user(),
                        postgres.password(),
                        "room_" + Long.toHexString(System.nanoTime()),
                        12,
                        Duration.ofSeconds(10));
        Migrations.run(settings);
        database = new Database(settings);
        kafka = new KafkaProducer<>(KafkaSettings.producer(bootstrap(), "test"));
        openRoom(settings, new RecordingDesk());
    }

    private void openRoom(DatabaseSettings settings, RecordingDesk desk)
            throws InterruptedException {
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

    @Test
    void every_event_is_taken_in_once_and_answered_in_order_without_a_gap() {
        for (int i = 0; i < 50; i++) {
            send(signal("s" + i, "plain"));
            send(signal("s" + i, "plain"));
        }
        await().untilAsserted(() -> assertThat(count("signals")).isEqualTo(50));
        List<Envelope<Event>> answers = answers(50);
        assertThat(answers).hasSize(50);
        assertThat(answers.stream().map(Envelope::sequence))
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, 50).boxed().toList());
        assertThat(answers.getFirst().causation()).isEqualTo(EventId.of("s0"));
    }

    @Test
    void a_timer_fires_once_and_an_errand_runs_until_it_is_done() {
        send(signal("a", "timer"));
        send(signal("b", "errand"));
        await().untilAsserted(() -> assertThat(count("tick")).isEqualTo(1));
        await().untilAsserted(() -> assertThat(count("fetch")).isEqualTo(3));
    }

    @Test
    void the_ends_of_many_errands_are_written_together_and_each_once() {
        for (int i = 0; i < 120; i++) {
            send(signal("c" + i, "crowd"));
        }
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(count("crowd")).isEqualTo(120));
        for (int i = 0; i < 120; i++) {
            assertThat(count("crowd-c" + i)).isEqualTo(1);
        }
        assertThat(answers(240).stream().map(Envelope::sequence))
                .containsExactlyElementsOf(
                        java.util.stream.LongStream.rangeClosed(1, 240).boxed().toList());
        long left =
                database.run(tx ->
                        tx.first("SELECT count(*) AS n FROM errand", r -> r.get("n", Long.class))
                                .orElseThrow());
        assertThat(left).isZero();
    }

    @Test
    void an_event_waits_for_its_cause_and_is_then_taken_in() {
        send(signal("later", "orphan"));
        send(signal("first", "plain"));
        await().untilAsserted(() -> assertThat(count("signals")).isEqualTo(2));
        assertThat(answers(2).stream().map(Envelope::causation))
                .containsExactly(EventId.of("first"), EventId.of("later"));
    }

    @Test
    void an_event_that_cannot_be_taken_stops_its_key_and_no_other() {
        send(signal("bad", "poison"));
        send(signal("behind", "plain"));
        Scope other = Scope.of(scope.system() + "b", "production");
        send(other, signal("free", "plain"));
        await().untilAsserted(() -> assertThat(store.under(other, RecordingDesk.COUNT)).hasSize(1));
        assertThat(store.under(scope, RecordingDesk.COUNT)).isEmpty();
        await().untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
    }

    @Test
    void a_stopped_key_goes_on_with_a_version_that_can_take_its_event() throws Exception {
        send(signal("bad", "poison"));
        send(signal("behind", "plain"));
        await().untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
        assertThat(count("signals")).isZero();

        DatabaseSettings settings = rooms.getFirst().settings().database();
        rooms.removeFirst().close();
        openRoom(settings, new RecordingDesk(true));

        assertThat(count("signals")).isEqualTo(2);
        assertThat(answers(2).stream().map(Envelope::causation))
                .containsExactly(EventId.of("bad"), EventId.of("behind"));
    }

    @Test
    void a_pack_is_answered_on_our_own_topic() {
        PackFiles good = PackFiles.of(scope.system(), Map.of("checks.yml", "a: 1"));
        PackFiles bad = PackFiles.of(scope.system(), Map.of("other.yml", "a: 1"));
        offer(good);
        offer(bad);
        List<Envelope<Event>> answers = answers(Scope.pack(scope.system()), 2);
        assertThat(answers.getFirst().data()).isInstanceOf(PackAccepted.class);
        assertThat(((PackRefused) answers.getLast().data()).problems())
                .containsExactly("checks.yml:1:1: it is missing");
    }

    @Test
    void a_pack_that_the_service_fails_over_is_refused_and_the_next_is_answered() {
        offer(PackFiles.of(scope.system(), Map.of("checks.yml", "fails: over it")));
        var _ =
                kafka.send(
                        new ProducerRecord<>(
                                Topic.PACKS.title(),
                                scope.system().getBytes(StandardCharsets.UTF_8),
                                "no pack".getBytes(StandardCharsets.UTF_8)));
        offer(PackFiles.of(scope.system(), Map.of("checks.yml", "a: 1")));
        List<Envelope<Event>> answers = answers(Scope.pack(scope.system()), 2);
        assertThat(((PackRefused) answers.getFirst().data()).problems())
                .singleElement()
                .asString()
                .contains("verifier-service fails over it", "a fault of the service");
        assertThat(answers.getLast().data()).isInstanceOf(PackAccepted.class);
        assertThat(rooms.getFirst().stoppedKeys()).isZero();
    }

    @Test
    void a_record_without_a_value_stops_its_key_and_not_its_partition() {
        int partition = EventCodec.partition(scope, 8);
        var _ =
                kafka.send(
                        new ProducerRecord<>(
                                Topic.TRIGGERS.title(),
                                partition,
                                "gone/production".getBytes(StandardCharsets.UTF_8),
                                null));
        send(signal("next", "plain"));
        await().untilAsserted(() -> assertThat(count("signals")).isEqualTo(1));
        await().untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
    }

    @Test
    void an_event_whose_cause_does_not_come_is_kept_and_counted() {
        send(signal("alone", "orphan"));
        await().untilAsserted(() -> assertThat(rows("aside", "alone")).isEqualTo(1));
        // Its 30 s are over.
        database.run(tx -> tx.update("UPDATE aside SET waits_until = clock_timestamp()"));
        await().untilAsserted(() -> assertThat(rows("dropped", "alone")).isEqualTo(1));
        assertThat(rows("aside", "alone")).isZero();
        await().untilAsserted(() ->
                assertThat(metrics.getSampleValue("holdfast_events_dropped_total")).isEqualTo(1.0));
        assertThat(rooms.getFirst().alive()).isTrue();
    }

    @Test
    void a_record_of_nobody_is_kept_and_the_rest_of_its_partition_goes_on() {
        byte[] odd = (scope.system() + "\0").getBytes(StandardCharsets.UTF_8);
        var record =
                new ProducerRecord<>(
                        Topic.TRIGGERS.title(), EventCodec.partition(scope, 8), odd, odd);
        record.headers().add("x", null).add("y", odd);
        var _ = kafka.send(record);
        send(signal("next", "plain"));
        await().untilAsserted(() -> assertThat(count("signals")).isEqualTo(1));
        long kept =
                database.run(tx ->
                        tx.first(
                                        "SELECT count(*) AS n FROM dropped WHERE key LIKE $1 || '%'",
                                        r -> r.get("n", Long.class), scope.system())
                                .orElse(0L));
        assertThat(kept).isEqualTo(1);
        assertThat(rooms.getFirst().stoppedKeys()).isZero();
    }

    @Test
    void a_reading_waits_for_no_writer_and_cannot_write() throws Exception {
        send(signal("one", "plain"));
        await().untilAsserted(() -> assertThat(count("signals")).isEqualTo(1));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        Thread writer =
                Thread.ofVirtual()
                        .start(() ->
                                store.in(
                                        scope,
                                        work -> {
                                            locked.countDown();
                                            await().until(() -> looked.getCount() == 0);
                                            return true;
                                        }));
        locked.await();
        int n =
                store.read(
                        scope, work -> work.find(RecordingDesk.COUNT, "signals").orElseThrow().n());
        looked.countDown();
        writer.join();
        assertThat(n).isEqualTo(1);
        assertThat(store.scopeOf(RecordingDesk.COUNT, "signals")).isPresent();
        assertThat(store.scopeOf(RecordingDesk.COUNT, "nothing")).isEmpty();
        assertThatThrownBy(() ->
                        store.read(
                                scope,
                                work -> {
                                    work.timer("tick", work.now());
                                    return true;
                                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("wants to write");
    }

    private long rows(String table, String signal) {
        return database.run(tx ->
                tx.first(
                                "SELECT count(*) AS n FROM "
                                        + table
                                        + " WHERE convert_from(value, 'UTF8') LIKE '%' || $1 || '%'",
                                r -> r.get("n", Long.class),
                                signal)
                        .orElse(0L));
    }

    @Test
    void two_instances_share_the_work_and_one_goes_on_when_the_other_is_gone() throws Exception {
        openRoom(rooms.getFirst().settings().database(), new RecordingDesk());
        for (int i = 0; i < 20; i++) {
            send(signal("s" + i, "plain"));
        }
        rooms.removeFirst().close();
        for (int i = 20; i < 40; i++) {
            send(signal("s" + i, "plain"));
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(count("signals")).isEqualTo(40));
        assertThat(answers(40)).hasSize(40);
    }

    private int count(String what) {
        return database.run(tx ->
                        tx.first(
                                "SELECT value->>'n' AS n FROM document WHERE key = $1 AND id"
                                        + " = $2",
                                r -> Integer.parseInt(r.get("n", String.class)),
                                scope.key(),
                                what))
                .orElse(0);
    }

    private SignalAccepted signal(String id, String kind) {
        return new SignalAccepted(id, kind, Map.of(), Instant.now());
    }

    private void send(SignalAccepted signal) {
        send(scope, signal);
    }

    private void send(Scope to, SignalAccepted signal) {
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

    private void offer(PackFiles pack) {
        var _ =
                kafka.send(
                        new ProducerRecord<>(
                                Topic.PACKS.title(),
                                pack.name().getBytes(StandardCharsets.UTF_8),
                                Json.bytes(pack)));
        kafka.flush();
    }

    private List<Envelope<Event>> answers(int n) {
        return answers(scope, n);
    }

    /// Reads our own topic until `n` events of the scope are there.
    private List<Envelope<Event>> answers(Scope of, int n) {
        List<Envelope<Event>> found = new ArrayList<>();
        TopicPartition tp =
                new TopicPartition(Topic.VERIFICATIONS.title(), EventCodec.partition(of, 8));
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(KafkaSettings.consumer(bootstrap(), "unused", "reader"))) {
            reader.assign(List.of(tp));
            reader.seekToBeginning(List.of(tp));
            await().until(() -> {
                for (ConsumerRecord<byte[], byte[]> r : reader.poll(Duration.ofMillis(200))) {
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

    private static String bootstrap() {
        return LocalKafka.shared().bootstrapServers();
    }
}
