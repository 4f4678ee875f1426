package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.INCIDENT;
import static dev.holdfast.executor.flow.House.ROLLBACK;
import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.executor.flow.FakeTarget.Answer;

import org.junit.jupiter.api.Test;

/// A run that is to end while something is under way, and one whose time to begin has passed.
class TurningBackStoryTest {
    private static final String UNDO = "    on-abort: undo\n";

    private static final String TWO =
            """
                  - {name: first, action: fake.do, undo: true}
                  - {name: second, action: fake.do, undo: true}
            """;

    private static void pausesAndAborts(House house) {
        house.asks(
                new IncidentEvent.RollbackPauseRequested(
                        INCIDENT, ROLLBACK, "dana", "let me look", false, house.memory.now()));
        aborts(house);
    }

    private static void aborts(House house) {
        house.asks(
                new IncidentEvent.RollbackAbortRequested(
                        INCIDENT, ROLLBACK, "dana", "it is the wrong one", house.memory.now()));
    }

    @Test
    void an_effect_under_way_when_a_held_run_is_aborted_is_undone_too() {
        House house = House.with(UNDO, TWO);
        house.proposed();
        house.target.during(() -> house.target.during(() -> pausesAndAborts(house)));
        house.ordered();
        house.passes(seconds(10));

        assertThat(house.target.steps()).containsExactly("first", "second");
        assertThat(house.target.undone()).containsExactly("second (undo)", "first (undo)");
        assertThat(house.last(RollbackAborted.class).reason()).contains("what was done is undone");
    }

    @Test
    void one_whose_answer_was_lost_is_looked_at_before_a_held_run_is_aborted() {
        House house = House.with(UNDO, TWO);
        house.target.answers("second", Answer.DONE_UNHEARD);
        house.proposed();
        house.target.during(() -> house.target.during(() -> pausesAndAborts(house)));
        house.ordered();
        house.passes(seconds(10));

        assertThat(house.target.undone()).containsExactly("second (undo)", "first (undo)");
        assertThat(house.all(RollbackAborted.class)).hasSize(1);
    }

    @Test
    void what_nobody_can_look_at_is_undone_where_it_can_be() {
        House house =
                House.with(
                        UNDO,
                        """
                              - {name: first, action: fake.do, undo: true}
                              - {name: second, action: fake.do, undo: true, with: {repeat: manual}}
                        """);
        house.target.answers("second", Answer.DONE_UNHEARD);
        house.rollsBack();
        house.passes(seconds(5));
        aborts(house);
        house.passes(seconds(5));

        assertThat(house.target.undone()).containsExactly("second (undo)", "first (undo)");
        assertThat(house.last(RollbackAborted.class).reason())
                .contains("nobody knows whether done: [second]");
    }

    @Test
    void what_may_have_been_closed_and_is_skipped_by_a_person_still_stands() {
        House house =
                House.with(
                        "      - {name: close, action: fake.do, closes: writes, with: {repeat: manual}}\n");
        house.target.answers("close", Answer.DONE_UNHEARD);
        house.rollsBack();
        house.passes(seconds(5));
        house.asks(
                new IncidentEvent.StepSkipRequested(
                        INCIDENT, ROLLBACK, "close", "dana", "seen", house.memory.now()));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.last(ContainmentStands.class).steps())
                .containsExactly("writes (step close)");
    }

    @Test
    void a_run_that_was_kept_from_its_first_step_does_not_begin_on_old_news() {
        House house = House.waiting("30s", "", "      - {name: first, action: fake.do}\n");
        house.rollsBack();
        house.killSwitch.set(true, "*", "robin", "let me look");
        house.snapshotTaken();
        house.passes(minutes(2).plusSeconds(2));
        house.killSwitch.set(false, "*", "robin", "go on");
        house.passes(minutes(1));

        assertThat(house.target.effects()).isEmpty();
        assertThat(house.last(RollbackFailed.class).reason()).contains("not to begin after");
    }

    @Test
    void one_that_is_let_go_on_in_time_begins() {
        House house = House.waiting("30s", "", "      - {name: first, action: fake.do}\n");
        house.rollsBack();
        house.killSwitch.set(true, "*", "robin", "let me look");
        house.snapshotTaken();
        house.passes(minutes(1).plusSeconds(50));
        house.killSwitch.set(false, "*", "robin", "go on");
        house.passes(seconds(5));

        assertThat(house.target.steps()).containsExactly("first");
    }

    @Test
    void after_its_first_intent_a_run_is_not_too_late_any_more() {
        House house =
                House.waiting(
                        "0s",
                        "",
                        """
                              - {name: sure, action: ask, with: {question: does it burn}, timeout: 20m}
                              - {name: first, action: fake.do}
                        """);
        house.rollsBack();
        house.passes(minutes(10));
        house.asks(
                new IncidentEvent.StepSkipRequested(
                        INCIDENT, ROLLBACK, "sure", "dana", "it does", house.memory.now()));

        assertThat(house.target.steps()).containsExactly("first");
    }

    @Test
    void an_idempotent_effect_of_unknown_outcome_is_undone_when_the_run_is_aborted() {
        House house =
                House.with(
                        UNDO,
                        "      - {name: first, action: fake.do, undo: true, with: {repeat: idempotent}}\n");
        house.target.answers("first", Answer.DONE_UNHEARD, Answer.REFUSES);
        house.proposed();
        house.target.during(() -> pausesAndAborts(house));
        house.ordered();
        house.passes(seconds(10));

        assertThat(house.target.undone()).containsExactly("first (undo)");
        assertThat(house.all(RollbackAborted.class)).hasSize(1);
    }

    @Test
    void what_an_idempotent_effect_of_unknown_outcome_may_have_closed_still_stands() {
        House house =
                House.with(
                        "      - {name: close, action: fake.do, closes: visitors, with: {repeat: idempotent}}\n");
        house.target.answers("close", Answer.DONE_UNHEARD);
        house.proposed();
        house.target.during(() -> pausesAndAborts(house));
        house.ordered();
        house.passes(seconds(10));

        assertThat(house.last(ContainmentStands.class).steps())
                .containsExactly("visitors (step close)");
    }

    @Test
    void a_step_that_was_never_begun_is_not_undone() {
        House house =
                House.with(
                        UNDO,
                        """
                              - {name: first, action: fake.do, undo: true, optional: true}
                              - name: second
                                action: fake.do
                                undo: true
                                when: "${steps.first.result} == x"
                        """);
        house.target.answers("first", Answer.REFUSES);
        house.rollsBack();
        house.passes(seconds(5));
        aborts(house);
        house.passes(seconds(5));

        assertThat(house.target.steps()).isEmpty();
        assertThat(house.target.undone()).isEmpty();
        assertThat(house.last(RollbackAborted.class).reason())
                .doesNotContain("nobody knows whether done");
    }
}
