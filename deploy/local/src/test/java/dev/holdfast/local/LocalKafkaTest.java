package dev.holdfast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class LocalKafkaTest {
    @TempDir Path folder;

    /// The kill comes before the commit's markers are written, see BrokerMain.
    @Test
    void a_broker_keeps_its_records_when_it_is_killed_and_started_again() throws Exception {
        try (var kafka = LocalKafka.start(folder)) {
            createTopic(kafka);
            send(kafka, "held");
            kafka.kill();
            assertThat(kafka.isAlive()).isFalse();
            kafka.restart();
            assertThat(firstRecord(kafka)).isEqualTo("held");
        }
    }

    @Test
    void transactions_are_defended() throws Exception {
        try (var admin = admin(LocalKafka.shared())) {
            var features = admin.describeFeatures().featureMetadata().get().finalizedFeatures();
            assertThat(features.get("transaction.version"))
                    .hasFieldOrPropertyWithValue("maxVersionLevel", (short) 2);
        }
    }

    @Test
    void a_stopped_broker_leaves_no_process() {
        var kafka = LocalKafka.start(folder);
        long pid = kafka.pid();
        kafka.close();
        assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive))
                .isNotEqualTo(Optional.of(true));
        assertThat(Ports.isTaken(kafka.port())).isFalse();
    }

    private static Admin admin(LocalKafka kafka) {
        return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
    }

    private static void createTopic(LocalKafka kafka) throws Exception {
        try (var admin = admin(kafka)) {
            admin.createTopics(List.of(new NewTopic("t", 1, (short) 1))).all().get();
        }
    }

    private static void send(LocalKafka kafka, String value) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "x");
        try (var producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("t", "k", value)).get();
            producer.commitTransaction();
        }
    }

    private static String firstRecord(LocalKafka kafka) {
        Map<String, Object> settings =
                Map.of(
                        "bootstrap.servers", kafka.bootstrapServers(),
                        "isolation.level", "read_committed",
                        "auto.offset.reset", "earliest");
        try (var consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition("t", 0)));
            return await().atMost(Duration.ofSeconds(20))
                    .until(() -> consumer.poll(Duration.ofMillis(200)), r -> !r.isEmpty())
                    .iterator()
                    .next()
                    .value();
        }
    }
}
