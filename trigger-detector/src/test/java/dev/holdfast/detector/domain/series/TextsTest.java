package dev.holdfast.detector.domain.series;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;

class TextsTest {
    private static String read(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }

    @Test
    void what_comes_again_is_the_same_text_and_what_is_long_is_not_kept() {
        String usual = Texts.known(read("__name__ of a test"));
        assertThat(Texts.known(read("__name__ of a test"))).isSameAs(usual);
        String query = "select 1".repeat(9);
        String first = Texts.known(read(query));
        assertThat(Texts.known(read(query))).isEqualTo(first).isNotSameAs(first);
    }
}
