package dev.holdfast.trials.measure;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A reader of committed events beside the services, with the same settings as theirs: when it has an
/// event, everybody could have it.
final class EventWatch implements AutoCloseable {
    /// Told of each event and when it became visible (`System.nanoTime`).
    interface Reader {
        void seen(Envelope<Event> event, long nanos);
    }

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> kafka;
    private final Reader reader;
    private final Thread thread;
    private volatile boolean closing;

    EventWatch(String bootstrap, Reader reader) {
        Map<String, Object> settings =
                KafkaSettings.consumer(bootstrap, "trials-measure", "trials-measure");
        this.kafka = new KafkaConsumer<>(settings);
        this.reader = reader;
        List<TopicPartition> all = new ArrayList<>();
        Stream.of(Topic.TRIGGERS, Topic.INCIDENTS, Topic.ROLLBACKS, Topic.VERIFICATIONS)
                .forEach(topic ->
                        IntStream.range(0, topic.partitions())
                                .mapToObj(p -> new TopicPartition(topic.title(), p))
                                .forEach(all::add));
        kafka.assign(all);
        kafka.seekToBeginning(all);
        this.thread = Thread.ofPlatform().name("event-watch").start(this::read);
    }

    private void read() {
        try (kafka) {
            while (!closing) {
                var polled = kafka.poll(POLL);
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> record : polled) {
                    reader.seen(EventCodec.decode(record), now);
                }
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
