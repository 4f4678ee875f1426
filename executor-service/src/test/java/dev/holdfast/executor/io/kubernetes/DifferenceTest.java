package dev.holdfast.executor.io.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import org.junit.jupiter.api.Test;

/// What people are shown of two states of an object.
class DifferenceTest {
    private static final String SETUP =
            "[{\"env\": [{\"name\": \"PASSWORD\", \"value\": \"Sesame\"}], \"name\": \"setup\"}]";

    private static String told(String before, String after) {
        return Difference.of(
                        Json.read(before, JsonNode.class), Json.read(after, JsonNode.class), false)
                .toString();
    }

    @Test
    void an_init_container_that_comes_shows_no_value() {
        assertThat(told("{\"initContainers\": []}", "{\"initContainers\": %s}".formatted(SETUP)))
                .isEqualTo("[/initContainers/0 added]");
        assertThat(told("{}", "{\"ephemeralContainers\": %s}".formatted(SETUP)))
                .isEqualTo("[/ephemeralContainers added]");
    }

    @Test
    void a_whole_template_that_goes_shows_no_value() {
        assertThat(told("{\"template\": {\"spec\": {\"containers\": %s}}}".formatted(SETUP), "{}"))
                .isEqualTo("[/template removed]");
    }

    @Test
    void what_holds_no_variables_is_shown() {
        assertThat(told("{\"image\": \"shop:1.4.1\"}", "{\"image\": \"shop:1.5.0\"}"))
                .isEqualTo("[/image: shop:1.4.1 → shop:1.5.0]");
    }
}
