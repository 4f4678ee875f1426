package dev.holdfast.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.drill.Rehearsal;
import dev.holdfast.cli.drill.Dues.Due;
import dev.holdfast.cli.drill.Dues.State;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

class DuesTest {
    private static final LocalDate DAY = LocalDate.parse("2027-01-15");

    @Test
    void a_week_before_people_are_reminded_and_not_a_day_earlier() {
        assertThat(at("2027-01-07T23:59:59.999Z", Map.of())).isEmpty();
        assertThat(at("2027-01-08T00:00:00Z", Map.of()))
                .containsExactly(new Due("bad-release", DAY, State.SOON, false));
    }

    @Test
    void it_begins_by_itself_on_its_day_from_the_opening_hour_to_the_closing_one() {
        assertThat(begins("2027-01-14T10:00:00Z")).isFalse();
        assertThat(begins("2027-01-15T08:59:59.999Z")).isFalse();
        assertThat(begins("2027-01-15T09:00:00Z")).isTrue();
        assertThat(begins("2027-01-15T15:59:59.999Z")).isTrue();
        assertThat(begins("2027-01-15T16:00:00Z")).isFalse();
    }

    @Test
    void one_that_was_missed_is_overdue_and_begins_on_the_next_day() {
        assertThat(at("2027-01-16T09:00:00Z", Map.of()))
                .containsExactly(new Due("bad-release", DAY, State.OVERDUE, true));
    }

    @Test
    void one_that_was_held_is_due_again_a_quarter_later() {
        Map<String, LocalDate> held = Map.of("bad-release", DAY);
        assertThat(at("2027-01-15T12:00:00Z", held)).isEmpty();
        assertThat(at("2027-04-15T12:00:00Z", held))
                .extracting(Due::day)
                .containsExactly(LocalDate.parse("2027-04-15"));
    }

    @Test
    void one_that_is_begun_by_hand_is_only_reminded_of() {
        assertThat(
                        Dues.at(
                                List.of(rehearsal(false)),
                                Map.of(),
                                Instant.parse("2027-01-15T10:00:00Z")))
                .containsExactly(new Due("bad-release", DAY, State.DUE, false));
    }

    @Test
    void a_reminder_of_the_same_thing_has_the_same_id_and_another_state_another() {
        Due soon = at("2027-01-14T00:00:00Z", Map.of()).getFirst();
        assertThat(at("2027-01-14T23:00:00Z", Map.of()).getFirst().id("shop"))
                .isEqualTo(soon.id("shop"));
        assertThat(at("2027-01-15T00:00:00Z", Map.of()).getFirst().id("shop"))
                .isNotEqualTo(soon.id("shop"));
    }

    private static boolean begins(String now) {
        return at(now, Map.of()).stream().anyMatch(Due::begins);
    }

    private static List<Due> at(String now, Map<String, LocalDate> last) {
        return Dues.at(List.of(rehearsal(true)), last, Instant.parse(now));
    }

    private static Rehearsal rehearsal(boolean automatic) {
        return new Rehearsal(
                List.of("bad-release"), "quarter", DAY, Duration.ofDays(7), automatic, 9, 16);
    }
}
