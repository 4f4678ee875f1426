package dev.holdfast.verifier.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.verifier.domain.check.Finding;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Against a real broker, with a group of each of Kafka's two protocols.
class LagAskerTest {
    private static Trial trial(String bootstrap, String group, String more) {
        return Trial.of(
                """
                brokers:
                  shop: { bootstrap: ["%s"] }
                checks:
                  it:
                    kafka-lag: { broker: shop, group: %s, at-most: 3%s }
                """
                        .formatted(bootstrap, group, more));
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void the_lag_is_told_on_both_sides_of_its_limit(String protocol) throws Exception {
        String bootstrap = LocalKafka.shared().bootstrapServers();
        String topic = "orders-" + protocol;
        String group = "shipping-" + protocol;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic(topic, 2, (short) 1))).all().get();
        }
        // The coordinator of a broker that has just been started is elected first.
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> trial(bootstrap, group, "").isInconclusive("no offset"));
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(bootstrap, group, protocol)) {
            produce(bootstrap, topic, 10);
            consumer.subscribe(List.of(topic));
            int[] read = {0};
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        read[0] += consumer.poll(Duration.ofMillis(200)).count();
                        return read[0] == 10;
                    });
            consumer.commitSync();
            produce(bootstrap, topic, 3);
            Finding three = trial(bootstrap, group, "").ask();
            assertThat(three.verdict()).as(three.says()).isEqualTo(Verdict.PASSED);
            assertThat(three.measured()).isEqualTo(3);
            produce(bootstrap, topic, 1);
            trial(bootstrap, group, "").fails("is 4, must be at most 3");
            trial(bootstrap, group, ", topics: [%s], members: 2".formatted(topic)).fails("");
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        trial(bootstrap, group, "")
                                .replace("at-most: 3", "at-most: 9")
                                .fails("0 consumers"));
        trial(bootstrap, group, ", members: 0").replace("at-most: 3", "at-most: 9").passes();
    }

    @Test
    void a_partition_that_nobody_has_read_is_no_partition_without_lag() throws Exception {
        String bootstrap = LocalKafka.shared().bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
                KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            admin.createTopics(List.of(new NewTopic("half-read", 2, (short) 1))).all().get();
            producer.send(new ProducerRecord<>("half-read", 0, null, new byte[] {1})).get();
            admin.alterConsumerGroupOffsets(
                            "half",
                            Map.of(new TopicPartition("half-read", 0), new OffsetAndMetadata(1)))
                    .all()
                    .get();
            trial(bootstrap, "half", ", members: 0").passes();
            producer.send(new ProducerRecord<>("half-read", 1, null, new byte[] {1})).get();
            trial(bootstrap, "half", ", members: 0")
                    .isInconclusive("1 partitions hold records of which group half has committed");
        }
    }

    private static KafkaProducer<byte[], byte[]> producer(String bootstrap) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static KafkaConsumer<byte[], byte[]> consumer(
            String bootstrap, String group, String protocol) {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "group.id",
                        group,
                        "group.protocol",
                        protocol,
                        "enable.auto.commit",
                        "false",
                        "auto.offset.reset",
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static void produce(String bootstrap, String topic, int count) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = producer(bootstrap)) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, new byte[] {1})).get();
            }
        }
    }

    @Test
    void a_topic_that_is_not_there_and_a_broker_that_is_none_are_inconclusive() {
        String bootstrap = LocalKafka.shared().bootstrapServers();
        trial(bootstrap, "g", ", topics: [nothing-here]").isInconclusive("");
        trial("127.0.0.1:" + Silence.nobody(), "g", "").isInconclusive("cannot be reached");
        trial("192.0.2.1:9092", "g", "").isInconclusive("not among the hosts");
        try (Silence slow = Silence.hanging();
                Silence lying =
                        Silence.hangingUpAfter(
                                "HTTP/1.1 400 Bad\r\n\r\n".getBytes(StandardCharsets.UTF_8));
                Silence half = Silence.hangingUpAfter(new byte[] {0, 0, 0, 90, 0, 0})) {
            trial("127.0.0.1:" + slow.port(), "g", "")
                    .timeout(Duration.ofMillis(300))
                    .isInconclusive("300 ms");
            trial("127.0.0.1:" + lying.port(), "g", "").isInconclusive("no broker of Kafka");
            trial("127.0.0.1:" + half.port(), "g", "").isInconclusive("half an answer");
        }
    }
}
