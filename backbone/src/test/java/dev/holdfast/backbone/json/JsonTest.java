package dev.holdfast.backbone.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class JsonTest {
    record Said(String text, List<String> more, Map<String, String> by) {}

    @Test
    void a_text_that_no_database_keeps_is_mended_when_it_is_read() {
        Said said =
                Json.read(
                        "{\"text\":\"a\\u0000b\",\"more\":[\"\\u0000\"],\"by\":{\"k\":\"x\\u0000\"}}",
                        Said.class);
        assertThat(said).isEqualTo(new Said("a\uFFFDb", List.of("\uFFFD"), Map.of("k", "x\uFFFD")));
        assertThat(Json.read("{\"text\":null}", Said.class).text()).isNull();
    }
}
