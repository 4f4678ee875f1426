package dev.holdfast.notifier.io.dead;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.service.Refusal;

import io.micronaut.http.HttpStatus;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the dead letters from their topic, with a consumer of no group each time.
public final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final TopicPartition PLACE = new TopicPartition(Topic.DEAD_LETTERS.title(), 0);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final int MOST = 200;

    private final String bootstrap;
    private final Duration patience;
    private @Nullable List<DeadLetter> last;
    private boolean looked;
    private long lookedAt;

    public DeadLetters(String bootstrap) {
        this(bootstrap, PATIENCE);
    }

    /// @param patience of one question to the broker
    DeadLetters(String bootstrap, Duration patience) {
        this.bootstrap = bootstrap;
        this.patience = patience;
    }

    /// The newest first, at most `limit`, as they were within the last 5 s: many may look, and the
    /// broker is asked once. While it is away the last answer counts; `Refusal` where there was none.
    public synchronized List<DeadLetter> newest(int limit) {
        if (!looked || System.nanoTime() - lookedAt > FRESH.toNanos()) {
            looked = true;
            try {
                last = lookedUp(MOST);
            } catch (KafkaException e) {
                LOG.warn("The dead letters are as they were before: {}", e.toString());
            } finally {
                // A look at a broker that is away is long: whoever waited for it does not look
                // again.
                lookedAt = System.nanoTime();
            }
        }
        List<DeadLetter> known = last;
        if (known == null) {
            throw new Refusal(
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "The broker does not say which records could not be read; ask again");
        }
        return known.subList(0, Math.min(limit, known.size()));
    }

    private List<DeadLetter> lookedUp(int limit) {
        try (KafkaConsumer<byte[], byte[]> kafka = open()) {
            long end = kafka.endOffsets(List.of(PLACE), patience).getOrDefault(PLACE, 0L);
            long begin = kafka.beginningOffsets(List.of(PLACE), patience).getOrDefault(PLACE, 0L);
            return read(kafka, Math.max(begin, end - limit), end).reversed();
        }
    }

    /// The one of this number, while the topic keeps it.
    public Optional<DeadLetter> one(long number) {
        try (KafkaConsumer<byte[], byte[]> kafka = open()) {
            long end = kafka.endOffsets(List.of(PLACE), patience).getOrDefault(PLACE, 0L);
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

    private List<DeadLetter> read(KafkaConsumer<byte[], byte[]> kafka, long from, long to) {
        List<DeadLetter> found = new ArrayList<>();
        kafka.seek(PLACE, from);
        long last = System.nanoTime() + patience.toNanos();
        while (kafka.position(PLACE, patience) < to && System.nanoTime() - last < 0) {
            for (ConsumerRecord<byte[], byte[]> r : kafka.poll(POLL)) {
                if (r.offset() < to) {
                    found.add(DeadLetter.of(r));
                }
            }
        }
        return found;
    }
}
