package dev.holdfast.notifier.io.dead;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaSettings;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the dead letters from their topic, with a consumer of no group each time.
public final class DeadLetters {
    private static final TopicPartition PLACE = new TopicPartition(Topic.DEAD_LETTERS.title(), 0);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String bootstrap;

    public DeadLetters(String bootstrap) {
        this.bootstrap = bootstrap;
    }

    /// The newest first, at most `limit`; those that came within a few seconds of looking.
    public List<DeadLetter> newest(int limit) {
        try (KafkaConsumer<byte[], byte[]> kafka = open()) {
            long end = kafka.endOffsets(List.of(PLACE), PATIENCE).getOrDefault(PLACE, 0L);
            long begin = kafka.beginningOffsets(List.of(PLACE), PATIENCE).getOrDefault(PLACE, 0L);
            return read(kafka, Math.max(begin, end - limit), end).reversed();
        }
    }

    /// The one of this number, while the topic keeps it.
    public Optional<DeadLetter> one(long number) {
        try (KafkaConsumer<byte[], byte[]> kafka = open()) {
            long end = kafka.endOffsets(List.of(PLACE), PATIENCE).getOrDefault(PLACE, 0L);
            return number < 0 || number >= end
                    ? Optional.empty()
                    : read(kafka, number, number + 1).stream()
                            .filter(d -> d.number() == number)
                            .findFirst();
        }
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings =
                new HashMap<>(KafkaSettings.consumer(bootstrap, "none", "holdfast-notifier-dead"));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        KafkaConsumer<byte[], byte[]> kafka = new KafkaConsumer<>(settings);
        kafka.assign(List.of(PLACE));
        return kafka;
    }

    private static List<DeadLetter> read(KafkaConsumer<byte[], byte[]> kafka, long from, long to) {
        List<DeadLetter> found = new ArrayList<>();
        kafka.seek(PLACE, from);
        long last = System.nanoTime() + PATIENCE.toNanos();
        while (kafka.position(PLACE, PATIENCE) < to && System.nanoTime() - last < 0) {
            for (ConsumerRecord<byte[], byte[]> r : kafka.poll(POLL)) {
                if (r.offset() < to) {
                    found.add(DeadLetter.of(r));
                }
            }
        }
        return found;
    }
}
