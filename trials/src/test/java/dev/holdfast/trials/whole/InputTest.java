package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.json.Json;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What comes in twice, too late, or as nonsense.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class InputTest {
    private static final int SEED = 42;

    private final WholeHouse house = WholeHouse.shared();

    /// One measurement of the queue, as the exporter sends it.
    private record Measured(Instant at, double length) {}

    @Test
    void repeated_and_out_of_order_samples_change_nothing() {
        try (Tenant shop = Tenant.fresh(house, "otlp-twice", WholePack.AUTOMATIC)) {
            hearsAllAgain(shop);
        }
    }

    /// Measures of a queue that grows and shrinks, each twice, then all again in disorder, with some
    /// that are too late: for any house.
    static void hearsAllAgain(Tenant shop) {
        List<Measured> sent = new ArrayList<>();
        sends(shop, sent, 3);
        sends(shop, sent, 20);
        shop.awaits(TriggerRaised.class, r -> r.trigger().rule().equals("QueueLong"));
        sends(shop, sent, 4);
        shop.awaits(TriggerCleared.class, c -> c.trigger().rule().equals("QueueLong"));

        List<Measured> again = new ArrayList<>(sent);
        again.addAll(sent);
        sent.forEach(m -> again.add(new Measured(m.at().minusMillis(1), 99)));
        Collections.shuffle(again, new Random(SEED));
        again.forEach(m -> post(shop, m));
        sends(shop, sent, 5);

        assertThat(shop.events(TriggerRaised.class)).hasSize(1);
        assertThat(shop.events(TriggerCleared.class)).hasSize(1);
        assertThat(shop.measures("count_over_time(queue_length[5m]) == " + sent.size()))
                .as("each measurement counts once, and those that came too late not at all")
                .isTrue();
    }

    /// A queue of an hour ago that was too long: it says nothing about now. Whoever does not answer
    /// has not taken it.
    static void hearsOldNews(Tenant shop) {
        Measured old = new Measured(Instant.now().minus(Duration.ofHours(1)), 99);
        for (int i = 0; i < 3; i++) {
            var _ = sent(shop, old);
        }
    }

    /// Measures and sends it twice; returns when the detector's windows show it.
    private static void sends(Tenant shop, List<Measured> sent, double length) {
        Measured now = new Measured(Instant.now(), length);
        sent.add(now);
        post(shop, now);
        post(shop, now);
        Tenant.waiting().until(() -> shop.measures("queue_length == " + length));
    }

    private static void post(Tenant shop, Measured m) {
        Reply reply = sent(shop, m);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }

    private static Reply sent(Tenant shop, Measured m) {
        return Reply.send(
                "POST",
                shop.detector("/v1/metrics"),
                WholeHouse.ROOT,
                "application/x-protobuf",
                exported(shop.scope().system(), m));
    }

    private static byte[] exported(String system, Measured m) {
        NumberDataPoint.Builder point =
                NumberDataPoint.newBuilder()
                        .setTimeUnixNano(m.at().toEpochMilli() * 1_000_000)
                        .setAsDouble(m.length())
                        .addAttributes(
                                KeyValue.newBuilder()
                                        .setKey("system")
                                        .setValue(AnyValue.newBuilder().setStringValue(system)));
        Metric.Builder metric =
                Metric.newBuilder()
                        .setName("queue.length")
                        .setGauge(Gauge.newBuilder().addDataPoints(point));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder()
                                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
    }

    @Test
    void an_unreadable_signal_is_kept_with_its_cause_and_the_stream_goes_on() {
        String nonsense = "no event at all, " + Instant.now();
        try (Tenant shop = Tenant.fresh(house, "dead-letter", WholePack.AUTOMATIC)) {
            tells(nonsense);
            tells(
                    Json.text(
                            Map.of(
                                    "specversion", "1.0",
                                    "id", "after-nonsense",
                                    "source", "/desk",
                                    "type", "complaint",
                                    "subject", shop.scope().key())));

            assertThat(shop.awaits(SignalAccepted.class).kind()).isEqualTo("complaint");
            Tenant.waiting()
                    .untilAsserted(() ->
                            assertThat(house.wire().deadLetters())
                                    .filteredOn(r -> text(r.value()).equals(nonsense))
                                    .singleElement()
                                    .satisfies(InputTest::saysWhy));
        }
    }

    private static void saysWhy(ConsumerRecord<byte[], byte[]> letter) {
        assertThat(header(letter, "holdfast_topic")).isEqualTo(Topic.SIGNALS.title());
        assertThat(header(letter, "holdfast_cause")).isNotBlank();
        assertThat(header(letter, "holdfast_offset")).matches("\\d+");
    }

    private static String header(ConsumerRecord<byte[], byte[]> letter, String name) {
        var header = letter.headers().lastHeader(name);
        return header == null ? "" : text(header.value());
    }

    private void tells(String text) {
        house.wire()
                .sends(
                        new ProducerRecord<>(
                                Topic.SIGNALS.title(),
                                0,
                                null,
                                text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Test
    void a_signal_that_comes_twice_is_one() {
        try (Tenant shop = Tenant.fresh(house, "signal-twice", WholePack.AUTOMATIC)) {
            assertThat(shop.signals("d1", "deployment.started", "v1").status()).isEqualTo(202);
            assertThat(shop.signals("d1", "deployment.started", "v1").status()).isEqualTo(202);
            shop.deploys("v1");

            assertThat(shop.events(SignalAccepted.class))
                    .extracting(SignalAccepted::kind)
                    .containsExactly("deployment.started", "deployment.finished");
            Tenant.waiting()
                    .during(Duration.ofMillis(200))
                    .until(() -> shop.events(SignalAccepted.class).size() == 2);
        }
    }
}
