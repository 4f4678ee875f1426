package dev.holdfast.notifier.io.stream;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.notifier.domain.stream.Happening;
import dev.holdfast.notifier.domain.stream.Position;
import dev.holdfast.notifier.flow.PastEvents;

import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/// Reads past events from Kafka, with a consumer of its own each time; a few at once, since a
/// restart of many browsers must not become a storm on the broker.
public final class KafkaPast implements PastEvents {
    private static final int AT_ONCE = 4;
    private static final Duration POLL = Duration.ofMillis(250);

    private final StreamConsumers consumers;
    private final Semaphore places = new Semaphore(AT_ONCE, true);

    public KafkaPast(StreamConsumers consumers) {
        this.consumers = consumers;
    }

    @Override
    public void read(Position from, Position to, Predicate<Happening> taker) {
        places.acquireUninterruptibly();
        try (Consumer<byte[], byte[]> consumer = consumers.open("past")) {
            StreamConsumers.seek(consumer, from);
            boolean wanted = true;
            while (wanted && !reached(consumer, to)) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(POLL)) {
                    wanted = wanted && offer(r, to, taker);
                }
            }
        } finally {
            places.release();
        }
    }

    private static boolean offer(
            ConsumerRecord<byte[], byte[]> record, Position to, Predicate<Happening> taker) {
        Topic topic = Topic.named(record.topic()).orElseThrow();
        if (record.offset() >= to.next(topic, record.partition())) {
            return true;
        }
        Optional<Happening> h = TopicReader.read(record);
        return h.isEmpty() || taker.test(h.get());
    }

    private static boolean reached(Consumer<byte[], byte[]> consumer, Position to) {
        for (TopicPartition p : consumer.assignment()) {
            Topic topic = Topic.named(p.topic()).orElseThrow();
            if (consumer.position(p) < to.next(topic, p.partition())) {
                return false;
            }
        }
        return true;
    }
}
