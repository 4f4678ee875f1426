package dev.holdfast.detector.domain.rules;

import static dev.holdfast.detector.domain.rules.AlertState.Sight.GONE;
import static dev.holdfast.detector.domain.rules.AlertState.Sight.NO_DATA;
import static dev.holdfast.detector.domain.rules.AlertState.Sight.SEEN;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.rules.AlertState.Firing;
import dev.holdfast.detector.domain.rules.AlertState.Keeping;
import dev.holdfast.detector.domain.rules.AlertState.Pending;

import org.junit.jupiter.api.Test;

class AlertStateTest {

    @Test
    void for_ends_exactly_when_it_is_over() {
        assertThat(AlertState.after(new AlertState.Inactive(), SEEN, 100, 50, 0))
                .isEqualTo(new Pending(100));
        assertThat(AlertState.after(new Pending(100), SEEN, 149, 50, 0))
                .isEqualTo(new Pending(100));
        assertThat(AlertState.after(new Pending(100), SEEN, 150, 50, 0)).isEqualTo(new Firing(100));
    }

    @Test
    void keep_firing_for_ends_exactly_when_it_is_over() {
        assertThat(AlertState.after(new Firing(100), GONE, 200, 0, 50))
                .isEqualTo(new Keeping(100, 200));
        assertThat(AlertState.after(new Keeping(100, 200), GONE, 249, 0, 50))
                .isEqualTo(new Keeping(100, 200));
        assertThat(AlertState.after(new Keeping(100, 200), GONE, 250, 0, 50))
                .isEqualTo(new AlertState.Inactive());
        assertThat(AlertState.after(new Keeping(100, 200), SEEN, 249, 0, 50))
                .isEqualTo(new Firing(100));
    }

    @Test
    void without_for_it_fires_at_once_and_without_keeping_it_ends_at_once() {
        assertThat(AlertState.after(new AlertState.Inactive(), SEEN, 100, 0, 0))
                .isEqualTo(new Firing(100));
        assertThat(AlertState.after(new Firing(100), GONE, 101, 0, 0))
                .isEqualTo(new AlertState.Inactive());
    }

    @Test
    void no_data_changes_nothing() {
        assertThat(AlertState.after(new Pending(100), NO_DATA, 900, 50, 0))
                .isEqualTo(new Pending(100));
        assertThat(AlertState.after(new Firing(100), NO_DATA, 900, 50, 0))
                .isEqualTo(new Firing(100));
    }
}
