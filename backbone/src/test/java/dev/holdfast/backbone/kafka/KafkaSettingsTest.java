package dev.holdfast.backbone.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.junit.jupiter.api.Test;

/// What the clients really run with, after Kafka's own defaults and checks.
class KafkaSettingsTest {
    @Test
    void a_producer_loses_and_doubles_nothing() {
        ProducerConfig c = new ProducerConfig(KafkaSettings.producer("localhost:1", "test"));
        assertThat(c.getString(ProducerConfig.ACKS_CONFIG)).isEqualTo("-1");
        assertThat(c.getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG)).isTrue();
        assertThat(c.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION))
                .isLessThanOrEqualTo(5);
    }

    @Test
    void a_relay_is_fenced_by_its_bucket_and_frees_readers_within_seconds() {
        ProducerConfig c =
                new ProducerConfig(KafkaSettings.relay("localhost:1", "decision-service", 3));
        assertThat(c.getString(ProducerConfig.TRANSACTIONAL_ID_CONFIG))
                .isEqualTo("holdfast-decision-service-outbox-3");
        assertThat(c.getInt(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG)).isEqualTo(3_000);
        assertThat(c.getString(ProducerConfig.ACKS_CONFIG)).isEqualTo("-1");
    }

    @Test
    void a_consumer_reads_what_is_committed_from_the_start_and_commits_itself() {
        ConsumerConfig c = new ConsumerConfig(KafkaSettings.consumer("localhost:1", "g", "c"));
        assertThat(c.getString(ConsumerConfig.ISOLATION_LEVEL_CONFIG))
                .isEqualTo(IsolationLevel.READ_COMMITTED.toString());
        assertThat(c.getBoolean(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG)).isFalse();
        assertThat(c.getString(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG)).isEqualTo("earliest");
        assertThat(c.getInt(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)).isEqualTo(6_000);
        assertThat(c.getBoolean(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG)).isFalse();
    }
}
