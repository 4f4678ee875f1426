package dev.holdfast.backbone.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whose fault it is, by what the server says.
class DatabaseTest {
    @ParameterizedTest
    @ValueSource(strings = {"08006", "40001", "53100", "55P03", "57P01", "25006", "25P03", "25P04"})
    void what_a_server_says_that_fails_over_or_gave_up_may_pass(String state) {
        assertThat(Database.away(new IllegalStateException(says(state)))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "25P02", "42703", "22P02"})
    void a_mistake_of_whoever_asked_does_not_pass(String state) {
        assertThat(Database.away(new R2dbcBadGrammarException("", state))).isFalse();
        assertThat(Database.cut(new R2dbcBadGrammarException("", state))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "57P01", "25P03", "25P04"})
    void of_these_the_connection_is_gone(String state) {
        assertThat(Database.cut(says(state))).isTrue();
    }

    private static R2dbcNonTransientResourceException says(String state) {
        return new R2dbcNonTransientResourceException("", state);
    }
}
