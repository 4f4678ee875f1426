package dev.holdfast.backbone.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.postgres.DatabaseSettings;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;

/// What a desk cannot take in now, or never.
class DeskRoomAsideTest extends InARoom {
    @Test
    void an_event_waits_for_its_cause_and_is_then_taken_in() {
        send(signal("later", "orphan"));
        send(signal("first", "plain"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("signals")).isEqualTo(2));
        assertThat(answers(2).stream().map(Envelope::causation))
                .containsExactly(EventId.of("first"), EventId.of("later"));
    }

    @Test
    void an_event_that_cannot_be_taken_stops_its_key_and_no_other() {
        send(signal("bad", "poison"));
        send(signal("behind", "plain"));
        Scope other = Scope.of(scope.system() + "b", "production");
        send(other, signal("free", "plain"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(store.under(other, RecordingDesk.COUNT)).hasSize(1));
        assertThat(store.under(scope, RecordingDesk.COUNT)).isEmpty();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
    }

    @Test
    void what_the_database_refuses_each_time_stops_its_key_and_not_its_partition() {
        Scope neighbour = neighbour();
        send(signal("big", "vast"));
        send(neighbour, signal("free", "plain"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(
                        () -> assertThat(store.under(neighbour, RecordingDesk.COUNT)).hasSize(1));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
        assertThat(store.under(scope, RecordingDesk.COUNT)).isEmpty();
    }

    /// Another key of the same partition.
    private Scope neighbour() {
        return IntStream.range(0, 1000)
                .mapToObj(i -> Scope.of(scope.system() + i, "production"))
                .filter(s -> EventCodec.partition(s, 8) == EventCodec.partition(scope, 8))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_stopped_key_goes_on_with_a_version_that_can_take_its_event() throws Exception {
        send(signal("bad", "poison"));
        send(signal("behind", "plain"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
        assertThat(count("signals")).isZero();

        DatabaseSettings settings = rooms.getFirst().settings().database();
        rooms.removeFirst().close();
        openRoom(settings, new RecordingDesk(true));

        assertThat(count("signals")).isEqualTo(2);
        assertThat(answers(2).stream().map(Envelope::causation))
                .containsExactly(EventId.of("bad"), EventId.of("behind"));
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
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("signals")).isEqualTo(1));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rooms.getFirst().stoppedKeys()).isEqualTo(1));
    }

    @Test
    void an_event_whose_cause_does_not_come_is_kept_and_counted() {
        send(signal("alone", "orphan"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rows("aside", "alone")).isEqualTo(1));
        // Its 30 s are over.
        database.run(tx -> tx.update("UPDATE aside SET waits_until = clock_timestamp()"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(rows("dropped", "alone")).isEqualTo(1));
        assertThat(rows("aside", "alone")).isZero();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(metrics.getSampleValue("holdfast_events_dropped_total"))
                                .isEqualTo(1.0));
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
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("signals")).isEqualTo(1));
        long kept =
                database.run(tx ->
                        tx.first(
                                        "SELECT count(*) AS n FROM dropped WHERE key LIKE $1 || '%'",
                                        r -> r.get("n", Long.class), scope.system())
                                .orElse(0L));
        assertThat(kept).isEqualTo(1);
        assertThat(rooms.getFirst().stoppedKeys()).isZero();
    }
}
