package dev.holdfast.notifier.domain.notice;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class RetryScheduleTest {
    private final RetrySchedule schedule = RetrySchedule.STANDARD;

    @Test
    void it_begins_with_a_second_and_ends_with_hours() {
        assertThat(schedule.pause(1, null, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(schedule.pause(4, null, 0)).isEqualTo(Duration.ofSeconds(15));
        assertThat(schedule.pause(15, null, 0)).isEqualTo(Duration.ofHours(6));
        assertThat(schedule.pause(99, null, 0)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void all_pauses_together_are_within_a_day() {
        Duration sum = schedule.pauses().stream().reduce(Duration.ZERO, Duration::plus);
        assertThat(sum).isBetween(Duration.ofHours(12), Duration.ofDays(1));
    }

    @Test
    void what_the_channel_asks_for_is_kept_but_never_more_than_a_day() {
        assertThat(schedule.pause(1, Duration.ofSeconds(90), 7)).isEqualTo(Duration.ofSeconds(90));
        assertThat(schedule.pause(5, Duration.ofMillis(1), 0)).isEqualTo(Duration.ofSeconds(30));
        assertThat(schedule.pause(1, Duration.ofDays(30), 7)).isEqualTo(Duration.ofDays(1));
    }

    @Property
    boolean the_same_notice_gets_the_same_pause_and_the_spread_is_a_fifth_at_most(
            @ForAll @IntRange(min = 1, max = 40) int attempt, @ForAll int seed) {
        Duration pause = schedule.pause(attempt, null, seed);
        Duration least = schedule.pause(attempt, null, 0);
        return pause.equals(schedule.pause(attempt, null, seed))
                && pause.compareTo(least) >= 0
                && pause.toMillis() <= least.toMillis() * 12 / 10;
    }
}
