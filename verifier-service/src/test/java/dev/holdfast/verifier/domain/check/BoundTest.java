package dev.holdfast.verifier.domain.check;

import static dev.holdfast.backbone.events.Verdict.FAILED;
import static dev.holdfast.backbone.events.Verdict.INCONCLUSIVE;
import static dev.holdfast.backbone.events.Verdict.PASSED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

/// Both sides of every limit.
class BoundTest {
    private static final Given GIVEN =
            new Given(Map.of(), Map.of("to", "1.4.1"), Map.of("orders", "1000", "name", "abc"));

    @ParameterizedTest(name = "{1} {0} 0.01 is {2}")
    @CsvSource({
        "BELOW, 0.00999999, PASSED",
        "BELOW, 0.01, FAILED",
        "BELOW, 0.010, FAILED",
        "AT_MOST, 0.01, PASSED",
        "AT_MOST, 0.01000001, FAILED",
        "ABOVE, 0.01000001, PASSED",
        "ABOVE, 0.01, FAILED",
        "AT_LEAST, 0.01, PASSED",
        "AT_LEAST, 0.0099, FAILED",
        "EQUALS, 0.01, PASSED",
        "EQUALS, 0.0100, PASSED",
        "EQUALS, 0.011, FAILED",
        "NOT_EQUALS, 0.011, PASSED",
        "NOT_EQUALS, 1e-2, FAILED",
        "BELOW, NaN, INCONCLUSIVE",
        "BELOW, Infinity, INCONCLUSIVE",
        "AT_LEAST, lots, INCONCLUSIVE",
        "EQUALS, NaN, FAILED"
    })
    void both_sides_of_a_limit(Relation relation, String measured, Verdict verdict) {
        Bound bound = new Bound(relation, new Bound.Constant("0.01"));
        assertThat(bound.judge("error ratio", measured, GIVEN).verdict()).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} of 1000 before with 1 % is {1}")
    @CsvSource({"990, PASSED", "989, FAILED", "1000, PASSED", "5000, PASSED"})
    void a_value_before_is_a_limit_with_a_tolerance(String measured, Verdict verdict) {
        Bound bound = new Bound(Relation.AT_LEAST, new Bound.Snapshotted("orders", 0.01, 1, false));
        assertThat(bound.judge("orders", measured, GIVEN).verdict()).isEqualTo(verdict);
    }

    @Test
    void without_a_value_before_nothing_is_compared() {
        Bound bound = new Bound(Relation.AT_LEAST, new Bound.Snapshotted("customers", 0, 1, false));
        Finding finding = bound.judge("customers", "12", GIVEN);
        assertThat(finding.verdict()).isEqualTo(INCONCLUSIVE);
        assertThat(finding.says()).contains("no value 'customers' was measured before");
    }

    @Test
    void texts_are_equal_or_not_and_the_sentence_has_the_values() {
        Bound bound = new Bound(Relation.EQUALS, new Bound.Constant("${to}"));
        assertThat(bound.judge("version", "1.4.1", GIVEN).verdict()).isEqualTo(PASSED);
        Finding failed = bound.judge("version", "1.5.0", GIVEN);
        assertThat(failed.verdict()).isEqualTo(FAILED);
        assertThat(failed.says()).isEqualTo("version is 1.5.0, must equal 1.4.1");
    }

    @Test
    void a_count_too_large_for_a_double_is_still_exact() {
        Bound bound = new Bound(Relation.AT_LEAST, new Bound.Constant("9007199254740993"));
        assertThat(bound.judge("n", "9007199254740992", GIVEN).verdict()).isEqualTo(FAILED);
    }
}
