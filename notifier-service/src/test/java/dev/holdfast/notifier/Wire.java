package dev.holdfast.notifier;

import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.notifier.domain.news.Incidents;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/// Writes events to a real broker as the other services do.
public final class Wire implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Long> sequences = new HashMap<>();
    private final Set<String> known = new HashSet<>();

    public Wire(String bootstrap) {
        producer =
                new KafkaProducer<>(
                        KafkaSettings.producer(bootstrap, "story-" + UUID.randomUUID()));
    }

    public void tell(List<Event> events) {
        events.forEach(e -> tell(ShopStory.SHOP, e));
    }

    public void tell(Scope scope, Event first, Event second, Event... more) {
        tell(scope, first);
        tell(scope, second);
        for (Event e : more) {
            tell(scope, e);
        }
    }

    /// Many at once, in order; returns when all are written.
    public void pour(Scope scope, List<? extends Event> events) {
        awaitTopic(topic(events.getFirst()).title());
        events.forEach(e -> {
            // Errors of single sends surface when the events are looked for.
            var _ = producer.send(record(scope, e));
        });
        producer.flush();
    }

    public void tell(Scope scope, Event event) {
        send(record(scope, event));
    }

    private ProducerRecord<byte[], byte[]> record(Scope scope, Event event) {
        Topic topic = topic(event);
        long sequence = sequences.merge(topic.title() + scope, 1L, Long::sum);
        Envelope<Event> e =
                new Envelope<>(
                        UUID.randomUUID().toString(),
                        scope,
                        at(event),
                        sequence,
                        Incidents.of(event),
                        null,
                        null,
                        null,
                        event);
        return EventCodec.encode(topic, "story", e);
    }

    private static Topic topic(Event event) {
        return Arrays.stream(Topic.values())
                .filter(t -> t.family() != null && t.family().isInstance(event))
                .findFirst()
                .orElseThrow();
    }

    /// When it happened, as the event itself says.
    private static Instant at(Event event) {
        try {
            return (Instant) event.getClass().getMethod("at").invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The service makes the topics some time after it says that it is ready.
    private void awaitTopic(String topic) {
        if (known.add(topic)) {
            await().atMost(Duration.ofMinutes(2))
                    .ignoreExceptionsInstanceOf(TimeoutException.class)
                    .until(() -> !producer.partitionsFor(topic).isEmpty());
        }
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
        awaitTopic(record.topic());
        try {
            producer.send(record).get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
