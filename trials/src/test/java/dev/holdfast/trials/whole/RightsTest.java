package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.kafka.KafkaAccess;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.local.Service;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/// With the rights that deploy/kafka ships each service alone writes its topic, and a wrong password
/// gets nobody in.
class RightsTest {
    private static final Map<Topic, Service> WRITERS =
            Map.of(
                    Topic.TRIGGERS, Service.DETECTOR,
                    Topic.INCIDENTS, Service.DECISION,
                    Topic.ROLLBACKS, Service.EXECUTOR,
                    Topic.VERIFICATIONS, Service.VERIFIER,
                    Topic.NOTIFICATIONS, Service.NOTIFIER,
                    Topic.PACKS, Service.DECISION,
                    Topic.CHECKPOINTS, Service.DECISION);

    @TempDir private static Path folder;
    private static GuardedBroker broker;

    @BeforeAll
    static void starts() throws IOException, InterruptedException {
        broker = new GuardedBroker(folder);
    }

    @AfterAll
    static void ends() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void each_service_alone_writes_its_topic(Service service) {
        for (Map.Entry<Topic, Service> topic : WRITERS.entrySet()) {
            if (topic.getValue() == service) {
                assertThatCode(() -> writes(service.module(), topic.getKey()))
                        .as("%s writes %s", service, topic.getKey())
                        .doesNotThrowAnyException();
                continue;
            }
            assertThatThrownBy(() -> writes(service.module(), topic.getKey()))
                    .as("%s writes %s", service, topic.getKey())
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void nothing_reaches_the_drills_without_drill_credentials(Service service) {
        assertThatThrownBy(() -> writes(service.module(), Topic.DRILLS))
                .hasCauseInstanceOf(TopicAuthorizationException.class);
    }

    @Test
    void who_publishes_drills_can_do_that_and_nothing_else() {
        assertThatCode(() -> writes(GuardedBroker.DRILL_TOOL, Topic.DRILLS))
                .doesNotThrowAnyException();
        for (Topic real :
                List.of(Topic.SIGNALS, Topic.OTLP, Topic.TRIGGERS, Topic.INCIDENTS, Topic.PACKS)) {
            assertThatThrownBy(() -> writes(GuardedBroker.DRILL_TOOL, real))
                    .as("%s", real)
                    .hasCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void a_wrong_password_gets_nobody_in() {
        assertThatThrownBy(() -> writes("stranger", Topic.TRIGGERS))
                .hasRootCauseInstanceOf(SaslAuthenticationException.class);
    }

    /// What a service reads or writes and may not, no list shows: only a house that lives by its rights.
    @Test
    void with_these_rights_and_no_others_a_bad_release_is_rolled_back() {
        try (WholeHouse house = WholeHouse.over(Backends.guarded(broker), "guarded");
                Tenant queue = Tenant.fresh(house, "guarded-queue", WholePack.AUTOMATIC);
                Tenant shop = Tenant.well(house, "guarded", WholePack.AUTOMATIC)) {
            InputTest.hearsAllAgain(queue);
            HealingTest.healed(shop);
            Testimony.gapless(shop);
        }
    }

    private static void writes(String principal, Topic topic)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings =
                new HashMap<>(KafkaSettings.producer(broker.guarded(), "trial-" + principal));
        settings.putAll(KafkaAccess.read(broker.access(principal)));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings)) {
            var _ =
                    producer.send(new ProducerRecord<>(topic.title(), 0, new byte[1], new byte[1]))
                            .get();
        }
    }
}
