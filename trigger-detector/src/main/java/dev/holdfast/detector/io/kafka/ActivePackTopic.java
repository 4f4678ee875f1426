package dev.holdfast.detector.io.kafka;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.detector.flow.packs.ActivePack;
import dev.holdfast.detector.flow.packs.ActivePacks;
import dev.holdfast.detector.flow.samples.SampleLog;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// The detector's own compacted topic with the current pack of each system.
public final class ActivePackTopic implements ActivePacks {
    public static final String NAME = "holdfast.detector.packs";

    private final Producer<byte[], byte[]> producer;

    public ActivePackTopic(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /// Creates the topic if it is missing.
    public static void ensure(Admin admin) throws InterruptedException {
        NewTopic topic =
                new NewTopic(NAME, 1, (short) -1)
                        .configs(
                                Map.of(
                                        TopicConfig.CLEANUP_POLICY_CONFIG,
                                        TopicConfig.CLEANUP_POLICY_COMPACT,
                                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        Integer.toString(6 << 20)));
        try {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new IllegalStateException("%s cannot be created".formatted(NAME), e);
            }
        }
    }

    @Override
    public void keep(ActivePack pack) {
        try {
            producer.send(
                            new ProducerRecord<>(
                                    NAME,
                                    pack.system().getBytes(StandardCharsets.UTF_8),
                                    Json.bytes(pack)))
                    .get();
        } catch (ExecutionException | KafkaException e) {
            throw new SampleLog.Unavailable(NAME + " did not take a pack", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SampleLog.Unavailable("Interrupted while keeping a pack", e);
        }
    }
}
