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
import dev.holdfast.backbone.pack.PackFiles;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

/// A desk at work: events, timers, errands, packs.
class DeskRoomTest extends InARoom {
    @Test
    void every_event_is_taken_in_once_and_answered_in_order_without_a_gap() {
        for (int i = 0; i < 50; i++) {
            send(signal("s" + i, "plain"));
            send(signal("s" + i, "plain"));
        }
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("signals")).isEqualTo(50));
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
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("tick")).isEqualTo(1));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("fetch")).isEqualTo(3));
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
    void the_ends_of_one_scope_that_is_held_delay_those_of_no_other() throws Exception {
        send(signal(RecordingDesk.GATED, "crowd"));
        desk.atGate.await();
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread holder =
                Thread.ofVirtual()
                        .start(() ->
                                store.in(
                                        scope,
                                        work -> {
                                            locked.countDown();
                                            await().atMost(Duration.ofMinutes(1))
                                                    .until(() -> over.getCount() == 0);
                                            return true;
                                        }));
        locked.await();
        desk.gate.countDown();
        List<Scope> others =
                IntStream.range(0, 5)
                        .mapToObj(i -> Scope.of(scope.system() + i, "production"))
                        .toList();
        others.forEach(other -> send(other, signal("c-" + other, "crowd")));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() ->
                        assertThat(others)
                                .allSatisfy(other ->
                                        assertThat(store.under(other, RecordingDesk.COUNT))
                                                .hasSize(3)));
        assertThat(store.under(scope, RecordingDesk.COUNT)).hasSize(1);
        over.countDown();
        holder.join();
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("crowd")).isEqualTo(1));
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
    void a_reading_waits_for_no_writer_and_cannot_write() throws Exception {
        send(signal("one", "plain"));
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(count("signals")).isEqualTo(1));
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        Thread writer =
                Thread.ofVirtual()
                        .start(() ->
                                store.in(
                                        scope,
                                        work -> {
                                            locked.countDown();
                                            await().atMost(Duration.ofMinutes(1))
                                                    .until(() -> looked.getCount() == 0);
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
}
