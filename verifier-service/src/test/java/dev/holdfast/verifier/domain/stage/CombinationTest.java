package dev.holdfast.verifier.domain.stage;

import static dev.holdfast.backbone.events.Verdict.FAILED;
import static dev.holdfast.backbone.events.Verdict.INCONCLUSIVE;
import static dev.holdfast.backbone.events.Verdict.PASSED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Finding;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class CombinationTest {
    private static CheckResult required(Verdict verdict) {
        return result(verdict, true, 1);
    }

    private static CheckResult advisory(Verdict verdict) {
        return result(verdict, false, 1);
    }

    private static CheckResult result(Verdict verdict, boolean required, double weight) {
        return new CheckResult(
                "c", required, weight, new Finding(verdict, "", null), Duration.ZERO);
    }

    @Test
    void one_required_failure_outweighs_everything() {
        assertThat(
                        Combination.of(
                                List.of(required(PASSED), required(INCONCLUSIVE), required(FAILED)),
                                null))
                .isEqualTo(FAILED);
    }

    @Test
    void what_is_not_known_is_not_passed() {
        assertThat(Combination.of(List.of(required(PASSED), required(INCONCLUSIVE)), null))
                .isEqualTo(INCONCLUSIVE);
        assertThat(Combination.of(List.of(), null)).isEqualTo(INCONCLUSIVE);
        assertThat(Combination.of(List.of(advisory(PASSED)), null)).isEqualTo(INCONCLUSIVE);
    }

    @Test
    void advisory_checks_do_not_decide() {
        assertThat(Combination.of(List.of(required(PASSED), advisory(FAILED)), null))
                .isEqualTo(PASSED);
    }

    @Test
    void a_score_is_judged_on_both_sides() {
        List<CheckResult> four =
                List.of(
                        result(PASSED, true, 1),
                        result(PASSED, false, 2),
                        result(FAILED, false, 1));
        assertThat(Combination.of(four, 0.75)).isEqualTo(PASSED);
        assertThat(Combination.of(four, 0.76)).isEqualTo(FAILED);
        List<CheckResult> open = List.of(result(PASSED, true, 1), result(INCONCLUSIVE, false, 1));
        assertThat(Combination.of(open, 0.51)).isEqualTo(INCONCLUSIVE);
    }

    @Property
    void passed_means_that_every_required_check_passed(
            @ForAll List<Verdict> required, @ForAll List<Verdict> advisory) {
        List<CheckResult> all =
                java.util.stream.Stream.concat(
                                required.stream().map(CombinationTest::required),
                                advisory.stream().map(CombinationTest::advisory))
                        .toList();
        boolean proven = !required.isEmpty() && required.stream().allMatch(v -> v == PASSED);
        assertThat(Combination.of(all, null) == PASSED).isEqualTo(proven);
    }
}
