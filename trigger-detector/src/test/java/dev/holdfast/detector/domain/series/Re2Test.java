package dev.holdfast.detector.domain.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.regex.PatternSyntaxException;

class Re2Test {

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "shop shop true",
                "shop shops false",
                "a|b b true",
                "a|b ab false",
                "(a|b)c bc true",
                "5.. 503 true",
                "5.. 5033 false",
                ".+ x true",
                "'.*' '' true",
                "'.+' '' false",
                "'a|' '' true",
                "a\\.b a.b true",
                "a\\.b axb false",
                "(?i)shop SHOP true",
                "[[:digit:]]+ 42 true",
                "\\pL+ straße true",
                "a$ a true"
            })
    void a_pattern_is_matched_with_the_whole_text(String pattern, String text, boolean fits) {
        assertThat(Re2.whole(pattern).test(text)).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"(?=a)b", "(?<!a)b", "(a)\\1", "a**", "x*+", "(?>a)", "a{1001}", "(", "\\Z"})
    void what_re2_refuses_is_refused(String pattern) {
        assertThatThrownBy(() -> Re2.whole(pattern)).isInstanceOf(PatternSyntaxException.class);
    }

    /// A backtracking matcher would need longer than the universe for each of them, or all of its stack.
    @ParameterizedTest
    @ValueSource(
            strings = {"(x+x+)+y", "(x|x)*y", "(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)y", "(x|y)*z"})
    @Timeout(60)
    void no_pattern_takes_longer_than_its_text_is_long(String pattern) {
        assertThat(Re2.whole(pattern).test("x".repeat(8_000))).isFalse();
    }

    @Test
    void a_pattern_that_would_unfold_into_gigabytes_is_refused() {
        assertThatThrownBy(() -> Re2.compile("((a{1000}){1000}){1000}"))
                .hasMessageContaining("more than 20000 parts");
        assertThatThrownBy(() -> Re2.compile("([)a]{200}\\Q(\\E){200}"))
                .hasMessageContaining("more than 20000 parts");
        assertThatThrownBy(() -> Re2.compile("(".repeat(501) + "a" + ")".repeat(501)))
                .hasMessageContaining("500 levels");
        assertThatThrownBy(() -> Re2.compile("a".repeat(16_385)))
                .hasMessageContaining("16385 characters");
        assertThat(Re2.whole("(" + "a{10}".repeat(20) + "){20}").test("a".repeat(4_000))).isTrue();
        assertThat(Re2.whole("(".repeat(500) + "a" + ")".repeat(500)).test("a")).isTrue();
    }
}
