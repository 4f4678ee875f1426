package dev.holdfast.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.core.value.MapPropertyResolver;

import org.junit.jupiter.api.Test;

import java.util.Map;

class DetectorSettingsTest {

    @Test
    void what_is_not_said_has_a_default() {
        assertThat(DetectorSettings.from(new MapPropertyResolver(Map.of("holdfast.port", "1234"))))
                .isEqualTo(new DetectorSettings("1", 1, 0, "127.0.0.1:1234"));
    }

    @Test
    void everything_wrong_is_told_at_once_and_what_is_right_is_not() {
        assertThatThrownBy(() ->
                        DetectorSettings.from(
                                new MapPropertyResolver(
                                        Map.of(
                                                "holdfast.instance",
                                                "two words",
                                                "holdfast.threads",
                                                "many",
                                                "holdfast.standbys",
                                                "3",
                                                "holdfast.advertised",
                                                "detector:7401"))))
                .hasMessageContaining("HOLDFAST_INSTANCE is 'two words'")
                .hasMessageContaining(
                        "HOLDFAST_THREADS is 'many', expected is a number from 1 to 64")
                .hasMessageContaining("HOLDFAST_STANDBYS is '3', expected is a number from 0 to 2")
                .hasMessageNotContaining("HOLDFAST_ADVERTISED");
    }
}
