package dev.holdfast.decision.io.kafka;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.decision.io.file.Copies;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// The checkpoints of all instances on `holdfast.checkpoints`, which decision-service alone may write.
/// A connection is opened for each use: one a minute to write, one a verification to read.
public final class CheckpointTopic implements Copies {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final TopicPartition ALL = new TopicPartition(Topic.CHECKPOINTS.title(), 0);

    private final String bootstrap;
    private final String owner;
    private final Duration patience;

    /// @param owner names this instance
    public CheckpointTopic(String bootstrap, String owner) {
        this(bootstrap, owner, PATIENCE);
    }

    /// @param patience with a broker that says nothing
    CheckpointTopic(String bootstrap, String owner, Duration patience) {
        this.bootstrap = bootstrap;
        this.owner = owner;
        this.patience = patience;
    }

    @Override
    public void keep(String line) throws IOException {
        Map<String, Object> settings = KafkaSettings.producer(bootstrap, owner + "-checkpoints");
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, patience.toMillis());
        try (KafkaProducer<byte[], byte[]> kafka = new KafkaProducer<>(settings)) {
            var sent =
                    kafka.send(
                            new ProducerRecord<>(
                                    ALL.topic(), ALL.partition(), bytes(owner), bytes(line)));
            var _ = sent.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new IOException("%s did not take the checkpoint".formatted(ALL.topic()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while writing " + ALL.topic(), e);
        }
    }

    @Override
    public void each(Consumer<String> line) throws IOException {
        Map<String, Object> settings =
                KafkaSettings.consumer(bootstrap, "decision-service", owner + "-verify");
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<byte[], byte[]> kafka = new KafkaConsumer<>(settings)) {
            kafka.assign(List.of(ALL));
            kafka.seekToBeginning(List.of(ALL));
            long end = kafka.endOffsets(List.of(ALL), PATIENCE).getOrDefault(ALL, 0L);
            while (kafka.position(ALL, PATIENCE) < end) {
                for (ConsumerRecord<byte[], byte[]> r : kafka.poll(POLL)) {
                    until = System.nanoTime() + PATIENCE.toNanos();
                    line.accept(new String(r.value(), StandardCharsets.UTF_8));
                }
                if (System.nanoTime() > until) {
                    throw new IOException(
                            "%s gave nothing for %s, at offset %d of %d"
                                    .formatted(
                                            ALL.topic(),
                                            PATIENCE,
                                            kafka.position(ALL, PATIENCE),
                                            end));
                }
            }
        } catch (KafkaException e) {
            throw new IOException("%s cannot be read".formatted(ALL.topic()), e);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
