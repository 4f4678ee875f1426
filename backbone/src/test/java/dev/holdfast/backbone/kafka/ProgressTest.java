package dev.holdfast.backbone.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.local.LocalKafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/// Whether everything of a system is read, asked of the real broker.
@NullUnmarked // fields are set before each test
class ProgressTest {
    private static final Scope SCOPE = Scope.of("shop", "production");
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final String kafka = LocalKafka.shared().bootstrapServers();
    private final String group = "progress-" + UUID.randomUUID();
    private final TopicPartition partition =
            new TopicPartition(
                    Topic.ROLLBACKS.title(),
                    EventCodec.partition(SCOPE, Topic.ROLLBACKS.partitions()));
    private Admin admin;
    private Progress progress;

    @BeforeEach
    void something_is_written() throws Exception {
        admin = Admin.create(Map.of("bootstrap.servers", kafka));
        var _ = Topics.ensure(admin);
        progress = new Progress(kafka, group, List.of(Topic.ROLLBACKS));
        try (var producer =
                new KafkaProducer<byte[], byte[]>(KafkaSettings.producer(kafka, "progress-test"))) {
            producer.send(
                            new ProducerRecord<>(
                                    partition.topic(),
                                    partition.partition(),
                                    new byte[1],
                                    new byte[1]))
                    .get();
        }
    }

    @AfterEach
    void close() {
        progress.close();
        admin.close();
    }

    @Test
    void it_is_read_when_the_group_has_come_to_the_end() {
        assertThat(progress.readToEnd(SCOPE, SHORT, () -> false)).isFalse();
        await().atMost(Duration.ofMinutes(1))
                .until(() -> {
                    comes(end());
                    return progress.readToEnd(SCOPE, LONG, () -> false);
                });
    }

    @Test
    void of_a_log_that_was_made_anew_nothing_is_read() throws Exception {
        comes(end() + 1_000);
        assertThat(progress.readToEnd(SCOPE, SHORT, () -> false)).isFalse();
    }

    @Test
    void where_the_broker_does_not_say_it_counts_what_is_read_here() {
        try (Progress nobody = new Progress("127.0.0.1:1", group, List.of(Topic.ROLLBACKS))) {
            assertThat(nobody.readToEnd(SCOPE, LONG, () -> true)).isTrue();
            assertThat(nobody.readToEnd(SCOPE, SHORT, () -> false)).isFalse();
        }
    }

    private long end() throws ExecutionException, InterruptedException {
        return admin.listOffsets(Map.of(partition, OffsetSpec.latest()))
                .partitionResult(partition)
                .get()
                .offset();
    }

    private void comes(long offset) throws ExecutionException, InterruptedException {
        admin.alterConsumerGroupOffsets(group, Map.of(partition, new OffsetAndMetadata(offset)))
                .all()
                .get();
    }
}
