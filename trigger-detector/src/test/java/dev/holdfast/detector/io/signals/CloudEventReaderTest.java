package dev.holdfast.detector.io.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.io.kafka.IntakeTopics.Unreadable;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

class CloudEventReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final String DEPLOYED =
            """
            {"specversion":"1.0","id":"17","source":"/ci","type":"dev.holdfast.deployment.finished.v1",
             "subject":"shop/local","time":"2026-11-20T11:59:00Z","by":"ann",
             "data":{"component":"backend","release":"1.5.0","nested":{"x":1}}}\
            """;

    @Test
    void a_structured_event_is_a_signal_with_its_plain_attributes() {
        var event = CloudEventReader.structured(bytes(DEPLOYED), NOW);
        assertThat(event.named()).containsExactly(Scope.of("shop", "local"));
        assertThat(event.signal().kind()).isEqualTo("deployment.finished");
        assertThat(event.signal().at()).isEqualTo(NOW.minusSeconds(60).toEpochMilli());
        assertThat(event.signal().attributes())
                .containsEntry("component", "backend")
                .containsEntry("release", "1.5.0")
                .containsEntry("by", "ann")
                .doesNotContainKey("nested");
    }

    @Test
    void a_binary_event_says_the_same() {
        var event =
                CloudEventReader.binary(
                        Map.of(
                                "specversion",
                                "1.0",
                                "id",
                                "17",
                                "source",
                                "/ci/shop/local",
                                "type",
                                "complaint"),
                        bytes("{\"component\":\"backend\"}"),
                        NOW);
        assertThat(event.named()).containsExactly(Scope.of("shop", "local"));
        assertThat(event.signal().attributes()).containsEntry("component", "backend");
        assertThat(event.signal().at()).isEqualTo(NOW.toEpochMilli());
    }

    @Test
    void a_batch_is_many() {
        assertThat(CloudEventReader.batch(bytes("[" + DEPLOYED + "," + DEPLOYED + "]"), NOW))
                .hasSize(2);
    }

    @Test
    void a_sender_cannot_name_a_drill_or_a_whole_system() {
        for (String subject : new String[] {"shop/local~d1", "shop/*"}) {
            var event =
                    CloudEventReader.structured(
                            bytes(DEPLOYED.replace("shop/local", subject)), NOW);
            assertThat(event.named()).isEmpty();
        }
    }

    @Test
    void a_time_that_lies_ahead_counts_as_now() {
        var event = CloudEventReader.structured(bytes(DEPLOYED.replace("T11:", "T23:")), NOW);
        assertThat(event.signal().at()).isEqualTo(NOW.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "1",
                "{",
                "{\"specversion\":\"0.3\"}",
                "{\"specversion\":\"1.0\",\"id\":\"\"}"
            })
    void what_is_no_event_is_refused(String json) {
        assertThatThrownBy(() -> CloudEventReader.structured(bytes(json), NOW))
                .isInstanceOf(Unreadable.class);
    }

    @Property(tries = 1000)
    void any_bytes_are_read_or_refused(@ForAll byte[] bytes) {
        try {
            CloudEventReader.structured(bytes, NOW);
            fail("random bytes were taken for an event");
        } catch (Unreadable e) {
            assertThat(e).hasMessageMatching("(?s).+");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
