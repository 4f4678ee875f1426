package dev.holdfast.detector.io.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.io.kafka.PackTopics;
import dev.holdfast.detector.io.samples.KafkaSampleLog;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.util.Map;

/// What the clients really use, after all defaults.
class StreamsSettingsTest {
    private final StreamsConfig stream =
            new StreamsConfig(StreamsSettings.of("127.0.0.1:1", "7", Path.of("state"), 1, 0));

    @Test
    void the_stream_is_exactly_once_and_commits_each_second_in_the_quiet() {
        assertThat(stream.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
                .isEqualTo("exactly_once_v2");
        assertThat(stream.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(1_000);
        assertThat(stream.getString(StreamsConfig.GROUP_PROTOCOL_CONFIG)).isEqualTo("classic");
    }

    @Test
    void the_streams_producer_is_idempotent_and_its_transactions_end_soon() {
        var producer = new ProducerConfig(producer(stream.getProducerConfigs("p")));
        assertThat(producer.getString(ProducerConfig.ACKS_CONFIG)).isIn("all", "-1");
        assertThat(producer.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)).isTrue();
        assertThat(producer.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)).isEqualTo(3_000);
        assertThat(producer.getInt(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG)).isLessThan(3_000);
    }

    @Test
    void the_streams_consumer_reads_committed_records_from_the_earliest_as_a_static_member() {
        var consumer = consumer(stream.getMainConsumerConfigs("g", "c", 0));
        assertCommitted(consumer);
        assertThat(consumer.getString(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG))
                .isEqualTo("holdfast-detector-7-0");
        assertThat(consumer.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)).isEqualTo(6_000);
    }

    @Test
    void the_restoring_consumer_reads_committed_records() {
        var consumer = consumer(stream.getRestoreConsumerConfigs("c"));
        assertThat(consumer.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                .isEqualTo("read_committed");
        assertThat(consumer.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)).isFalse();
    }

    @Test
    void the_intakes_producer_waits_for_all_replicas_and_is_idempotent() {
        var producer = new ProducerConfig(KafkaSampleLog.settings("127.0.0.1:1", "7"));
        assertThat(producer.getString(ProducerConfig.ACKS_CONFIG)).isIn("all", "-1");
        assertThat(producer.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)).isTrue();
    }

    @Test
    void the_reader_of_packs_reads_committed_records_from_the_earliest() {
        assertCommitted(new ConsumerConfig(PackTopics.settings("127.0.0.1:1", "7")));
    }

    private static void assertCommitted(ConsumerConfig consumer) {
        assertThat(consumer.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                .isEqualTo("read_committed");
        assertThat(consumer.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)).isFalse();
        assertThat(consumer.getString(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG))
                .isEqualTo("earliest");
    }

    private static Map<String, Object> producer(Map<String, Object> settings) {
        settings.put("key.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        settings.put(
                "value.serializer", "org.apache.kafka.common.serialization.ByteArraySerializer");
        return settings;
    }

    private static ConsumerConfig consumer(Map<String, Object> settings) {
        settings.put(
                "key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        settings.put(
                "value.deserializer",
                "org.apache.kafka.common.serialization.ByteArrayDeserializer");
        return new ConsumerConfig(settings);
    }
}
