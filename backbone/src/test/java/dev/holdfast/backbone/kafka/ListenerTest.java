package dev.holdfast.backbone.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.local.LocalKafka;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/// Reading from the real broker while taking in fails.
class ListenerTest {
    private static final int PARTITIONS = Topic.TRIGGERS.partitions();

    @Test
    void it_has_caught_up_only_when_no_partition_is_behind() throws Exception {
        String kafka = LocalKafka.shared().bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            var _ = Topics.ensure(admin);
        }
        try (var producer =
                new KafkaProducer<byte[], byte[]>(KafkaSettings.producer(kafka, "listener-test"))) {
            producer.send(new ProducerRecord<>(Topic.TRIGGERS.title(), 3, new byte[1], new byte[1]))
                    .get();
        }
        AtomicReference<RuntimeException> fault =
                new AtomicReference<>(new IllegalStateException("the database is away"));
        String group = "listener-" + UUID.randomUUID();
        Listener listener =
                new Listener(
                        KafkaSettings.consumer(kafka, group, group),
                        List.of(Topic.TRIGGERS),
                        PARTITIONS,
                        batch -> {
                            RuntimeException f = fault.get();
                            if (f != null && batch.getFirst().partition() == 3) {
                                throw f;
                            }
                        });
        Thread reading = Thread.ofVirtual().start(listener);
        try {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> listener.partitionsUpToDate() == PARTITIONS - 1);
            assertThat(listener.current()).doesNotContain(3);
            assertThat(listener.caughtUp()).isFalse();

            fault.set(null);
            await().atMost(Duration.ofMinutes(1)).until(listener::caughtUp);
            assertThat(listener.partitionsUpToDate()).isEqualTo(PARTITIONS);
        } finally {
            listener.stop();
            reading.join();
        }
        assertThat(listener.caughtUp()).isFalse();
    }
}
