package dev.holdfast.detector.domain.release;

import static dev.holdfast.detector.domain.release.Sighting.State.FAILING;
import static dev.holdfast.detector.domain.release.Sighting.State.ROLLING;
import static dev.holdfast.detector.domain.release.Sighting.State.RUNNING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.release.Sighting.State;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience();

    private State look(double second, State state) {
        return look("2", second, state);
    }

    private State look(String release, double second, State state) {
        return patience.after(new Sighting(release, state, Math.round(second * 1000)));
    }

    @Test
    void one_restart_before_it_stands_is_no_failure() {
        assertThat(look(0, ROLLING)).isEqualTo(ROLLING);
        assertThat(look(2, FAILING)).isEqualTo(ROLLING);
        assertThat(look(6, RUNNING)).isEqualTo(ROLLING);
        assertThat(look(15.999, RUNNING)).isEqualTo(ROLLING);
        assertThat(look(16, RUNNING)).isEqualTo(RUNNING);
    }

    @Test
    void what_is_down_for_a_minute_has_failed_and_stands_again_after_ten_seconds() {
        look(0, FAILING);
        look(30, FAILING);
        assertThat(look(59.999, FAILING)).isEqualTo(ROLLING);
        assertThat(look(60, FAILING)).isEqualTo(FAILING);
        assertThat(look(61, RUNNING)).isEqualTo(ROLLING);
        assertThat(look(71, RUNNING)).isEqualTo(RUNNING);
    }

    @Test
    void two_looks_are_too_few_however_far_apart() {
        assertThat(look(0, FAILING)).isEqualTo(ROLLING);
        assertThat(look(600, FAILING)).isEqualTo(ROLLING);
        assertThat(look(601, FAILING)).isEqualTo(FAILING);
    }

    @Test
    void one_that_ends_again_and_again_has_failed_though_it_runs_between() {
        for (int second = 0; second < 60; second += 6) {
            assertThat(look(second, FAILING)).isEqualTo(ROLLING);
            assertThat(look(second + 2, ROLLING)).isEqualTo(ROLLING);
            assertThat(look(second + 4, RUNNING)).isEqualTo(ROLLING);
        }
        assertThat(look(60, FAILING)).isEqualTo(FAILING);
    }

    @Test
    void what_stood_for_long_begins_anew_and_so_does_another_release() {
        look(0, FAILING);
        look(2, FAILING);
        look(4, RUNNING);
        assertThat(look(14, RUNNING)).isEqualTo(RUNNING);
        assertThat(look(100, FAILING)).isEqualTo(ROLLING);
        look(130, FAILING);
        assertThat(look("3", 160, FAILING)).isEqualTo(ROLLING);
        assertThat(look("3", 161, RUNNING)).isEqualTo(ROLLING);
    }

    @Test
    void what_was_never_down_runs_at_once() {
        assertThat(look(0, RUNNING)).isEqualTo(RUNNING);
        assertThat(look("3", 1, RUNNING)).isEqualTo(RUNNING);
    }
}
