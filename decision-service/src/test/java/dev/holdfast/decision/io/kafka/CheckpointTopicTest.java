package dev.holdfast.decision.io.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.kafka.Topics;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.Ports;

import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// At a real broker.
final class CheckpointTopicTest {
    @Test
    void what_any_instance_has_kept_is_read_by_all_in_its_order() throws Exception {
        String broker = LocalKafka.shared().bootstrapServers();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker))) {
            var _ = Topics.ensure(admin);
        }
        String one = UUID.randomUUID().toString();
        String two = UUID.randomUUID().toString();
        new CheckpointTopic(broker, "a").keep(one);
        new CheckpointTopic(broker, "b").keep(two);
        List<String> all = new ArrayList<>();
        new CheckpointTopic(broker, "c").each(all::add);
        assertThat(all).containsSubsequence(one, two);
        assertThat(all).filteredOn(one::equals).hasSize(1);
    }

    @Test
    void a_broker_that_is_away_says_so() {
        CheckpointTopic nowhere =
                new CheckpointTopic("127.0.0.1:" + Ports.free(), "a", Duration.ofMillis(300));
        assertThatThrownBy(() -> nowhere.keep("x")).isInstanceOf(IOException.class);
    }
}
