package dev.holdfast.notifier;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.notifier.domain.news.Incidents;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Writes events to a real broker as the other services do.
public final class Wire implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Long> sequences = new HashMap<>();

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

    public void tell(Scope scope, Event event) {
        Topic topic =
                Arrays.stream(Topic.values())
                        .filter(t -> t.family() != null && t.family().isInstance(event))
                        .findFirst()
                        .orElseThrow();
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
        send(EventCodec.encode(topic, "story", e));
    }

    /// When it happened, as the event itself says.
    private static Instant at(Event event) {
        try {
            return (Instant) event.getClass().getMethod("at").invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    public void send(ProducerRecord<byte[], byte[]> record) {
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
