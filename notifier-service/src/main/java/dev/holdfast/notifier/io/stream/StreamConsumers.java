package dev.holdfast.notifier.io.stream;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaAccess;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.notifier.domain.stream.Position;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Opens consumers that read all partitions of the stream and belong to no group.
///
/// @param history how far back the console looks at its start; incidents and their releases are
///     read from their beginning, whatever their age
public record StreamConsumers(String bootstrap, Duration history) {
    private static final Logger LOG = LoggerFactory.getLogger(StreamConsumers.class);

    /// All partitions are assigned; where to read is still to be said.
    Consumer<byte[], byte[]> open(String name) {
        Map<String, Object> settings =
                new HashMap<>(
                        KafkaSettings.consumer(bootstrap, "none", "holdfast-notifier-" + name));
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 250);
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings);
        consumer.assign(partitions());
        return consumer;
    }

    /// Creates the topics where they are missing; false while Kafka does not answer.
    boolean topicsAreThere() {
        try (Admin admin = Admin.create(KafkaAccess.admin(bootstrap))) {
            Topics.ensure(admin).forEach(d -> LOG.error("{}", d));
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (KafkaException | IllegalStateException e) {
            LOG.warn("The live stream waits for the topics: {}", e.toString());
            return false;
        }
    }

    static void seek(Consumer<byte[], byte[]> consumer, Position position) {
        for (TopicPartition p : consumer.assignment()) {
            consumer.seek(p, position.next(Topic.named(p.topic()).orElseThrow(), p.partition()));
        }
    }

    /// Where the console begins to read.
    Position since(Consumer<byte[], byte[]> consumer, Instant now) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions().stream()
                .filter(p -> !p.topic().equals(Topic.INCIDENTS.title()))
                .forEach(p -> times.put(p, now.minus(history).toEpochMilli()));
        // The ends first: what comes between the two questions must not be passed over.
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions());
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(times);
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions());
        Position start = Position.start();
        for (TopicPartition p : partitions()) {
            OffsetAndTimestamp at = found.get(p);
            boolean whole = !times.containsKey(p);
            long offset =
                    whole
                            ? begins.getOrDefault(p, 0L)
                            : at == null ? ends.getOrDefault(p, 0L) : at.offset();
            start = start.at(Topic.named(p.topic()).orElseThrow(), p.partition(), offset);
        }
        return start;
    }

    private static List<TopicPartition> partitions() {
        List<TopicPartition> all = new ArrayList<>();
        for (Topic topic : Position.TOPICS) {
            for (int p = 0; p < topic.partitions(); p++) {
                all.add(new TopicPartition(topic.title(), p));
            }
        }
        return all;
    }
}
