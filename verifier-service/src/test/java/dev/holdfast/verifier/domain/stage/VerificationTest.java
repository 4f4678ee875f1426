package dev.holdfast.verifier.domain.stage;

import static dev.holdfast.backbone.events.Verdict.FAILED;
import static dev.holdfast.backbone.events.Verdict.INCONCLUSIVE;
import static dev.holdfast.backbone.events.Verdict.PASSED;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.verifier.domain.check.Finding;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One tick (a millisecond) before and one on every limit.
class VerificationTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final Polling EVERY_SECOND =
            new Polling(Duration.ofSeconds(1), 1.5, Duration.ofSeconds(5));

    private static Criterion check(String name, Duration hold, @Nullable Duration failAfter) {
        return new Criterion(name, true, hold, failAfter, Duration.ofSeconds(5), EVERY_SECOND, 1);
    }

    private static Verification begin(Criterion... criteria) {
        return begin(null, criteria);
    }

    private static Verification begin(@Nullable Instant deadline, Criterion... criteria) {
        Stage stage = new Stage("immediate", List.of(criteria), Duration.ofSeconds(60), true, null);
        return Verification.begin(
                new Request("v1", "i1", "r1", "immediate", null, deadline, "test"), stage, T0);
    }

    private static Verification poll(Verification v, long millis, String check, Verdict verdict) {
        Instant at = T0.plusMillis(millis);
        Finding finding = new Finding(verdict, verdict + " at " + millis, null);
        return v.after(List.of(new Reading(check, finding, at, at, Duration.ZERO)), at);
    }

    private static Verification poll(Verification v, long millis, Verdict verdict) {
        return poll(v, millis, "health", verdict);
    }

    private static @Nullable Verdict verdict(Verification v) {
        return v.outcome() == null ? null : v.outcome().verdict();
    }

    private static String summary(Verification v) {
        return v.outcome() == null ? "" : v.outcome().summary();
    }

    @Test
    void without_a_hold_the_first_pass_decides() {
        Verification v = begin(check("health", Duration.ZERO, null));
        assertThat(v.next()).isEqualTo(T0);
        assertThat(verdict(poll(v, 0, PASSED))).isEqualTo(PASSED);
    }

    @Test
    void a_hold_is_over_on_its_tick_and_not_one_before() {
        Verification v = begin(check("health", Duration.ofSeconds(3), null));
        v = poll(v, 10, PASSED);
        v = poll(v, 1010, PASSED);
        v = poll(v, 2010, PASSED);
        assertThat(v.next()).isEqualTo(T0.plusMillis(3010));
        assertThat(verdict(poll(v, 3009, PASSED))).isNull();
        assertThat(verdict(poll(v, 3010, PASSED))).isEqualTo(PASSED);
    }

    @Test
    void an_interruption_begins_the_hold_anew() {
        for (Verdict interruption : List.of(FAILED, INCONCLUSIVE)) {
            Verification v = begin(check("health", Duration.ofSeconds(2), null));
            v = poll(v, 0, PASSED);
            v = poll(v, 1000, interruption);
            v = poll(v, 2000, PASSED);
            v = poll(v, 3000, PASSED);
            assertThat(verdict(poll(v, 3999, PASSED))).isNull();
            assertThat(verdict(poll(v, 4000, PASSED))).isEqualTo(PASSED);
        }
    }

    @Test
    void a_time_unseen_interrupts_a_hold_only_when_it_is_longer_than_the_gap() {
        Criterion hold = check("health", Duration.ofSeconds(3), null);
        assertThat(EVERY_SECOND.gap()).isEqualTo(Duration.ofSeconds(3));
        Verification v = poll(begin(hold), 0, PASSED);
        assertThat(verdict(poll(v, 3000, PASSED))).isEqualTo(PASSED);
        Verification unseen = poll(v, 3001, PASSED);
        assertThat(verdict(unseen)).isNull();
        assertThat(verdict(poll(unseen, 6001, PASSED))).isEqualTo(PASSED);
    }

    @Test
    void a_hold_counts_from_the_first_answer_to_the_last_question() {
        Verification v = begin(check("health", Duration.ofSeconds(2), null));
        Finding fine = Finding.passed("fine");
        v = v.after(List.of(slow(fine, 0, 900)), T0.plusMillis(900));
        v = v.after(List.of(slow(fine, 1900, 2800)), T0.plusMillis(2800));
        Verification early = v.after(List.of(slow(fine, 2899, 3800)), T0.plusMillis(3800));
        assertThat(verdict(early)).isNull();
        Verification held = v.after(List.of(slow(fine, 2900, 3800)), T0.plusMillis(3800));
        assertThat(verdict(held)).isEqualTo(PASSED);
    }

    private static Reading slow(Finding finding, long asked, long answered) {
        return new Reading(
                "health",
                finding,
                T0.plusMillis(asked),
                T0.plusMillis(answered),
                Duration.ofMillis(answered - asked));
    }

    @Test
    void an_answer_that_lay_waiting_is_not_fresh() {
        Verification v = begin(check("a", Duration.ZERO, null), check("b", Duration.ZERO, null));
        Finding fine = Finding.passed("fine");
        Instant now = T0.plusMillis(10_000);
        Reading waited = new Reading("a", fine, T0, now, Duration.ofMillis(5));
        Reading young = new Reading("b", fine, now, now, Duration.ZERO);
        assertThat(verdict(v.after(List.of(waited, young), now))).isNull();
    }

    @Test
    void all_required_checks_must_pass_at_the_same_time() {
        Verification v = begin(check("a", Duration.ZERO, null), check("b", Duration.ZERO, null));
        v = poll(v, 0, "a", PASSED);
        assertThat(verdict(v)).isNull();
        v = poll(v, 1000, "a", FAILED);
        v = poll(v, 1001, "b", PASSED);
        assertThat(verdict(v)).isNull();
        assertThat(verdict(poll(v, 2000, "a", PASSED))).isEqualTo(PASSED);
    }

    @Test
    void an_old_pass_does_not_count_when_the_others_catch_up() {
        Verification v = begin(check("a", Duration.ZERO, null), check("b", Duration.ZERO, null));
        v = poll(v, 0, "a", PASSED);
        assertThat(verdict(poll(v, 3000, "b", PASSED))).isEqualTo(PASSED);
        assertThat(verdict(poll(v, 3001, "b", PASSED))).isNull();
    }

    @Test
    void failing_for_long_enough_ends_it_early_on_the_tick() {
        Verification v = begin(check("health", Duration.ZERO, Duration.ofSeconds(2)));
        v = poll(v, 0, FAILED);
        v = poll(v, 1000, FAILED);
        assertThat(verdict(poll(v, 1999, FAILED))).isNull();
        assertThat(verdict(poll(v, 2000, FAILED))).isEqualTo(FAILED);
        assertThat(verdict(poll(v, 2000, INCONCLUSIVE))).isNull();
    }

    @Test
    void at_the_end_of_the_window_the_last_finding_decides() {
        Verification v = begin(check("health", Duration.ofSeconds(5), null));
        for (long s = 0; s < 57; s++) {
            v = poll(v, s * 1000, FAILED);
        }
        assertThat(verdict(poll(v, 59_999, FAILED))).isNull();
        assertThat(verdict(poll(v, 60_000, FAILED))).isEqualTo(FAILED);
        assertThat(verdict(poll(v, 60_000, INCONCLUSIVE))).isEqualTo(INCONCLUSIVE);
        Verification passing = poll(poll(v, 57_000, PASSED), 58_500, PASSED);
        Verification ended = poll(passing, 60_000, PASSED);
        assertThat(verdict(ended)).isEqualTo(INCONCLUSIVE);
        assertThat(summary(ended)).contains("passed for 3s of the 5s");
    }

    @Test
    void silence_is_inconclusive_when_the_time_is_over() {
        Verification v = begin(check("health", Duration.ZERO, null));
        assertThat(v.judged(v.ends().minusMillis(1)).running()).isTrue();
        Verification over = v.judged(v.overdue());
        assertThat(verdict(over)).isEqualTo(INCONCLUSIVE);
        assertThat(summary(over)).contains("gave no answer in time");
    }

    @Test
    void the_answer_comes_before_the_askers_deadline() {
        Instant deadline = T0.plusSeconds(30);
        Verification v = begin(deadline, check("health", Duration.ZERO, null));
        assertThat(v.ends()).isEqualTo(T0.plusSeconds(28));
        assertThat(v.overdue()).isEqualTo(T0.plusSeconds(29));
        assertThat(begin(T0.plusSeconds(600), check("h", Duration.ZERO, null)).ends())
                .isEqualTo(T0.plusSeconds(60));
    }

    @Test
    void a_request_that_comes_too_late_is_answered_at_once() {
        assertThat(verdict(begin(T0, check("health", Duration.ZERO, null))))
                .isEqualTo(INCONCLUSIVE);
    }

    @Test
    void polls_grow_rarer_while_it_fails_and_come_back_when_it_passes() {
        Verification v = begin(check("health", Duration.ofSeconds(9), null));
        v = poll(v, 0, FAILED);
        assertThat(v.next()).isEqualTo(T0.plusMillis(1000));
        v = poll(v, 1000, FAILED);
        assertThat(v.next()).isEqualTo(T0.plusMillis(2500));
        v = poll(v, 2500, FAILED);
        assertThat(v.next()).isEqualTo(T0.plusMillis(4750));
        v = poll(v, 4750, PASSED);
        assertThat(v.next()).isEqualTo(T0.plusMillis(5750));
    }
}
