package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.INCIDENT;
import static dev.holdfast.executor.flow.House.ROLLBACK;
import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.StepFailed;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.FakeTarget.Answer;

import org.junit.jupiter.api.Test;

/// Rollbacks from proposal to end, over the ports in memory.
class ExecutorStoryTest {
    private static final String TWO =
            """
                  - {name: first, action: fake.do, with: {what: "one of ${to}"}}
                  - {name: second, action: fake.do, with: {what: two, repeat: idempotent}}
            """;

    @Test
    void a_plan_is_made_without_changing_anything_and_then_done_exactly() {
        House house = House.with(TWO);
        house.proposed();

        assertThat(house.plan().steps())
                .extracting(RollbackEvent.PlannedStep::does)
                .containsExactly("do one of 1.4.1", "do two");
        assertThat(house.target.effects()).isEmpty();

        house.ordered();

        assertThat(house.target.steps()).containsExactly("first", "second");
        assertThat(house.told())
                .containsExactly(
                        "PlanReady",
                        "RollbackStarted",
                        "StepStarted",
                        "StepFinished",
                        "StepStarted",
                        "StepFinished",
                        "RollbackCompleted");
        assertThat(house.last(RollbackCompleted.class).to().version()).isEqualTo("1.4.1");
    }

    @Test
    void an_intent_is_written_before_each_effect_and_its_outcome_after() {
        House house = House.with(TWO);
        house.rollsBack();

        var journal = new Archive(house.store).rollback(ROLLBACK).orElseThrow().journal();
        assertThat(journal)
                .extracting(JournalEntry::kind, JournalEntry::step)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(JournalEntry.Kind.INTENT, "first"),
                        org.assertj.core.groups.Tuple.tuple(JournalEntry.Kind.OUTCOME, "first"),
                        org.assertj.core.groups.Tuple.tuple(JournalEntry.Kind.INTENT, "second"),
                        org.assertj.core.groups.Tuple.tuple(JournalEntry.Kind.OUTCOME, "second"));
    }

    @Test
    void a_step_is_tried_again_after_its_pause_and_then_its_alternative() {
        House house =
                House.with(
                        """
                              - name: first
                                action: fake.do
                                with: {what: usual}
                                retry: {attempts: 2, pause: 3s}
                                else: [{action: fake.do, with: {what: other}}]
                        """);
        house.target.answers("first", Answer.REFUSES, Answer.REFUSES);
        house.rollsBack();
        assertThat(house.last(StepFailed.class).willRetry()).isTrue();
        assertThat(house.all(RollbackCompleted.class)).isEmpty();

        house.passes(seconds(3));

        assertThat(house.last(StepFinished.class).evidence()).isEqualTo("did other");
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void when_no_way_is_left_the_rollback_fails_and_says_why() {
        House house = House.with(TWO);
        house.target.answers("first", Answer.REFUSES);
        house.rollsBack();

        assertThat(house.last(RollbackFailed.class).step()).isEqualTo("first");
        assertThat(house.last(RollbackFailed.class).reason()).contains("the target refuses");
        assertThat(house.target.effects()).isEmpty();
    }

    @Test
    void a_failed_run_undoes_what_is_done_when_the_runbook_says_so() {
        House house =
                House.with(
                        "    on-failure: undo\n",
                        """
                              - {name: first, action: fake.do, undo: true}
                              - {name: second, action: fake.do, undo: true}
                              - {name: third, action: fake.do}
                        """);
        house.target.answers("third", Answer.REFUSES);
        house.rollsBack();

        assertThat(house.target.undone()).containsExactly("second (undo)", "first (undo)");
        assertThat(house.last(RollbackFailed.class).reason()).contains("what was done is undone");
    }

    @Test
    void a_lost_answer_is_settled_by_looking_at_the_target() {
        House house = House.with(TWO);
        house.target.answers("first", Answer.DONE_UNHEARD);
        house.rollsBack();

        assertThat(house.target.steps()).containsExactly("first", "second");
        assertThat(house.all(StepFinished.class).getFirst().reconciled()).isTrue();
    }

    @Test
    void a_lost_answer_of_an_effect_that_did_not_happen_counts_as_a_failed_attempt() {
        House house = House.with(TWO);
        house.target.answers("first", Answer.IGNORED_UNHEARD);
        house.rollsBack();

        assertThat(house.last(RollbackFailed.class).step()).isEqualTo("first");
    }

    @Test
    void a_target_that_cannot_be_looked_at_is_looked_at_again_until_it_can() {
        House house = House.with(TWO);
        house.target.answers("first", Answer.DONE_UNHEARD);
        house.target.reachable(false);
        house.rollsBack();
        house.passes(seconds(5));
        assertThat(house.all(RollbackCompleted.class)).isEmpty();

        house.target.reachable(true);
        house.passes(seconds(2));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.target.steps()).containsExactly("first", "second");
    }

    @Test
    void a_manual_step_with_a_lost_answer_asks_a_person_who_may_skip_it() {
        House house =
                House.with("      - {name: first, action: fake.do, with: {repeat: manual}}\n");
        house.target.answers("first", Answer.DONE_UNHEARD);
        house.rollsBack();
        assertThat(house.rollback().state()).isInstanceOf(RollbackState.Paused.class);
        assertThat(house.last(RollbackPaused.class).reason()).contains("paused until");

        house.asks(
                new IncidentEvent.StepSkipRequested(
                        INCIDENT, ROLLBACK, "first", "dana", "I saw it done", house.memory.now()));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.last(StepFinished.class).skipped()).isTrue();
        assertThat(house.target.effects()).hasSize(1);
    }

    @Test
    void a_paused_step_is_done_again_only_when_a_person_says_so() {
        House house =
                House.with("      - {name: first, action: fake.do, with: {repeat: manual}}\n");
        house.target.answers("first", Answer.IGNORED_UNHEARD);
        house.rollsBack();
        house.passes(minutes(5));
        assertThat(house.target.effects()).isEmpty();

        house.asks(
                new IncidentEvent.StepRetryRequested(
                        INCIDENT, ROLLBACK, "first", "dana", "not done", house.memory.now()));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void a_pause_ends_with_the_deadline_of_the_whole() {
        House house =
                House.with(
                        "    deadline: 10m\n",
                        "      - {name: first, action: fake.do, with: {repeat: manual}}\n");
        house.target.answers("first", Answer.DONE_UNHEARD);
        house.rollsBack();
        house.passes(minutes(10).minusSeconds(1));
        assertThat(house.all(RollbackFailed.class)).isEmpty();

        house.passes(seconds(2));

        assertThat(house.last(RollbackFailed.class).reason()).contains("deadline of 10m");
    }

    @Test
    void an_abort_is_heeded_at_the_next_safe_point() {
        House house =
                House.with(
                        """
                              - {name: first, action: fake.do}
                              - {name: pause, action: wait, with: {for: 1m}}
                              - {name: second, action: fake.do}
                        """);
        house.rollsBack();
        house.asks(
                new IncidentEvent.RollbackAbortRequested(
                        INCIDENT, ROLLBACK, "dana", "wrong release", house.memory.now()));

        assertThat(house.last(RollbackAborted.class).by()).isEqualTo("dana");
        house.passes(minutes(2));
        assertThat(house.target.steps()).containsExactly("first");
    }

    @Test
    void a_wait_lets_exactly_its_time_pass() {
        House house =
                House.with(
                        """
                              - {name: pause, action: wait, with: {for: 1m}}
                              - {name: second, action: fake.do}
                        """);
        house.rollsBack();
        house.passes(seconds(59));
        assertThat(house.target.effects()).isEmpty();

        house.passes(seconds(2));

        assertThat(house.target.steps()).containsExactly("second");
    }

    @Test
    void a_verify_step_asks_on_our_own_topic_and_waits_for_the_verdict() {
        House house = House.with(VERIFY);
        house.rollsBack();
        var request = house.last(VerificationRequested.class);
        assertThat(request.stage()).isEqualTo("immediate");
        assertThat(house.target.effects()).isEmpty();

        house.asks(
                new VerificationEvent.VerificationPassed(
                        INCIDENT,
                        ROLLBACK,
                        request.verification(),
                        "immediate",
                        "all good",
                        house.memory.now()));

        assertThat(house.target.steps()).containsExactly("after");
    }

    private static final String VERIFY =
            """
                  - {name: proven, action: verify, with: {stage: immediate}, timeout: 30s}
                  - {name: after, action: fake.do}
            """;

    @Test
    void a_verdict_that_does_not_come_by_the_time_out_is_no_pass() {
        House house = House.with(VERIFY);
        house.rollsBack();
        house.passes(seconds(31));

        assertThat(house.last(RollbackFailed.class).step()).isEqualTo("proven");
        assertThat(house.target.effects()).isEmpty();
    }

    @Test
    void a_verdict_that_a_person_wants_again_is_asked_for_under_a_new_name() {
        House house = House.with("    on-failure: ask\n", VERIFY);
        house.rollsBack();
        house.passes(seconds(31));
        house.asks(
                new IncidentEvent.StepRetryRequested(
                        INCIDENT, ROLLBACK, "proven", "dana", "now it is up", house.memory.now()));

        assertThat(house.all(VerificationRequested.class))
                .extracting(VerificationRequested::verification)
                .hasSize(2)
                .doesNotHaveDuplicates();
    }

    @Test
    void a_step_whose_condition_does_not_hold_is_planned_as_skipped() {
        House house =
                House.with(
                        """
                              - {name: first, action: fake.do, when: "${component} == database"}
                              - {name: second, action: fake.do, when: "${component} in [backend, frontend]"}
                        """);
        house.rollsBack();

        assertThat(house.target.steps()).containsExactly("second");
        assertThat(house.all(StepFinished.class).getFirst().skipped()).isTrue();
    }

    @Test
    void a_later_step_uses_what_an_earlier_one_has_left() {
        House house =
                House.with(
                        """
                              - {name: first, action: fake.do}
                              - {name: second, action: fake.do, with: {what: "${steps.first.result}"}}
                        """);
        house.rollsBack();

        assertThat(house.last(StepFinished.class).evidence()).isEqualTo("did result of first");
    }

    @Test
    void an_output_that_no_step_has_left_is_never_passed_on_as_it_is_written() {
        House house =
                House.with(
                        """
                              - {name: first, action: fake.do, with: {repeat: manual}}
                              - {name: second, action: fake.do, with: {what: "${steps.first.result}"}}
                        """);
        house.target.answers("first", Answer.IGNORED_UNHEARD);
        house.rollsBack();
        house.asks(
                new IncidentEvent.StepSkipRequested(
                        INCIDENT, ROLLBACK, "first", "dana", "not needed", house.memory.now()));

        assertThat(house.target.effects()).isEmpty();
        assertThat(house.last(RollbackFailed.class).reason())
                .contains("'what' needs an output that no step has left");
    }

    @Test
    void a_touch_that_was_not_tried_is_no_attempt() {
        House house = House.with(TWO);
        house.guard =
                (_, _, _, _) -> {
                    throw new Guard.Refused("left alone");
                };
        house.rollsBack();
        house.passes(seconds(30));
        assertThat(house.all(RollbackFailed.class)).isEmpty();

        house.guard = (_, _, _, touch) -> touch.get();
        house.passes(seconds(1));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.target.effects().getFirst().attempt()).isEqualTo(1);
    }

    @Test
    void what_is_never_tried_ends_with_the_deadline_of_the_whole() {
        House house = House.with("    deadline: 5m\n", TWO);
        house.guard =
                (_, _, _, _) -> {
                    throw new Guard.Refused("left alone");
                };
        house.rollsBack();
        house.passes(minutes(5).plusSeconds(30));

        assertThat(house.all(RollbackFailed.class)).hasSize(1);
    }

    @Test
    void what_stands_in_the_way_refuses_the_plan() {
        House house = House.with(TWO);
        house.target.obstacles("the folder is gone");
        house.proposed();

        assertThat(house.last(RollbackEvent.PlanRefused.class).reasons())
                .containsExactly(
                        "step 'first': the folder is gone", "step 'second': the folder is gone");
    }

    @Test
    void a_plan_that_nobody_orders_lapses() {
        House house = House.with(TWO);
        house.proposed();
        house.passes(java.time.Duration.ofHours(25));

        assertThat(house.rollback().state()).isInstanceOf(RollbackState.Lapsed.class);
    }
}
