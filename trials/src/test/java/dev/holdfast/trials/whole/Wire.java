package dev.holdfast.trials.whole;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Hears everything that is committed on the house's topics, and can say what nobody of the house
/// would.
final class Wire implements AutoCloseable {
    static final List<Topic> OURS =
            List.of(
                    Topic.TRIGGERS,
                    Topic.INCIDENTS,
                    Topic.ROLLBACKS,
                    Topic.VERIFICATIONS,
                    Topic.NOTIFICATIONS);
    private static final Duration LISTEN = Duration.ofMillis(100);

    /// An event and where it was said.
    record Heard(Topic topic, Envelope<Event> event) {}

    private final List<Heard> heard = new ArrayList<>();
    private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();
    private final AtomicLong forged = new AtomicLong(1_000_000);
    private final String bootstrap;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread ear;
    private volatile boolean over;

    Wire(String bootstrap) {
        this.bootstrap = bootstrap;
        producer = new KafkaProducer<>(KafkaSettings.producer(bootstrap, "trial"));
        ear = Thread.ofPlatform().daemon().name("wire").unstarted(this::listen);
    }

    static Wire listening(String bootstrap) {
        Wire wire = new Wire(bootstrap);
        wire.ear.start();
        return wire;
    }

    private void listen() {
        var settings = KafkaSettings.consumer(bootstrap, "trial-" + UUID.randomUUID(), "trial");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> all =
                    Stream.concat(OURS.stream(), Stream.of(Topic.DEAD_LETTERS))
                            .flatMap(Wire::partitions)
                            .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!over) {
                consumer.poll(LISTEN).forEach(this::hear);
            }
        }
    }

    private static Stream<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(p -> new TopicPartition(topic.title(), p));
    }

    private void hear(ConsumerRecord<byte[], byte[]> r) {
        Topic topic = Topic.named(r.topic()).orElseThrow();
        synchronized (heard) {
            if (topic == Topic.DEAD_LETTERS) {
                deadLetters.add(r);
            } else if (EventCodec.optional(r.headers(), "ce_type") != null) {
                // What has no type is nobody's: the tests of the rights write such records.
                heard.add(new Heard(topic, EventCodec.decode(r)));
            }
        }
    }

    /// What was said of this system, in its environments and as a whole, in the order of each topic.
    List<Heard> heard(String system) {
        synchronized (heard) {
            return heard.stream().filter(h -> h.event().scope().system().equals(system)).toList();
        }
    }

    /// All of it.
    List<Heard> heard() {
        synchronized (heard) {
            return List.copyOf(heard);
        }
    }

    /// Says the last that was said on a topic once more, as a relay does that died before it could
    /// note that it was said.
    void repeats(Topic topic, int most) {
        List<Heard> said = heard().stream().filter(h -> h.topic() == topic).toList();
        said.subList(Math.max(0, said.size() - most), said.size())
                .forEach(h -> sends(EventCodec.encode(topic, "relay", h.event())));
    }

    List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        synchronized (heard) {
            return List.copyOf(deadLetters);
        }
    }

    /// Says something under somebody else's name, as it was said at that time.
    void forges(Topic topic, Scope scope, Event event, Instant at) {
        long sequence = forged.incrementAndGet();
        Envelope<Event> envelope =
                new Envelope<>(
                        UUID.randomUUID().toString(),
                        scope,
                        at,
                        sequence,
                        null,
                        null,
                        null,
                        null,
                        event);
        sends(EventCodec.encode(topic, "forger", envelope));
    }

    void sends(ProducerRecord<byte[], byte[]> record) {
        try {
            var _ = producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        over = true;
        try {
            ear.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
