package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.INCIDENT;
import static dev.holdfast.executor.flow.House.ROLLBACK;
import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackOverdue;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackResumed;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.FakeTarget.Answer;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// A run is held and let go on: by people, by guards, for a snapshot; what it closes stays closed.
class SteeringStoryTest {
    private static final String THREE =
            """
                  - {name: first, action: fake.do}
                  - {name: second, action: fake.do}
                  - {name: third, action: fake.do}
            """;

    private static void pause(House house, boolean takesOver) {
        house.asks(
                new IncidentEvent.RollbackPauseRequested(
                        INCIDENT, ROLLBACK, "dana", "let me look", takesOver, house.memory.now()));
    }

    private static void resume(House house) {
        house.asks(
                new IncidentEvent.RollbackResumeRequested(
                        INCIDENT, ROLLBACK, "dana", "go on", house.memory.now()));
    }

    @Test
    void a_pause_lets_the_effect_under_way_end_and_begins_nothing_more() {
        House house = House.with(THREE);
        house.proposed();
        house.target.during(() -> pause(house, false));
        house.ordered();
        house.passes(minutes(5));
        assertThat(house.target.steps()).containsExactly("first");
        assertThat(house.all(StepFinished.class)).hasSize(1);
        assertThat(house.last(RollbackPaused.class).by()).isEqualTo("dana");

        resume(house);

        assertThat(house.target.steps()).containsExactly("first", "second", "third");
        assertThat(house.last(RollbackResumed.class).by()).isEqualTo("dana");
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void a_pause_that_nobody_ends_ends_at_the_deadline() {
        House house = House.with("    deadline: 10m\n", THREE);
        house.proposed();
        house.target.during(() -> pause(house, false));
        house.ordered();
        house.passes(minutes(10).plusSeconds(1));

        assertThat(house.last(RollbackFailed.class).reason()).contains("deadline of 10m");
    }

    @Test
    void what_a_person_did_by_hand_is_found_by_looking_and_not_done_again() {
        House house = House.with(THREE);
        house.proposed();
        house.target.during(() -> pause(house, true));
        house.ordered();
        house.target.doneByHand(EventId.of(ROLLBACK, "second", 0, "do"));
        resume(house);

        assertThat(house.target.steps()).containsExactly("first", "third");
        assertThat(house.all(StepFinished.class).get(1).reconciled()).isTrue();
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void what_cannot_be_looked_at_is_asked_when_it_is_handed_back() {
        House house =
                House.with(
                        """
                              - {name: first, action: fake.do}
                              - {name: second, action: fake.do, with: {repeat: manual}}
                        """);
        house.proposed();
        house.target.during(() -> pause(house, true));
        house.ordered();
        resume(house);

        assertThat(house.last(RollbackPaused.class).reason()).contains("skip it if it is done");
        assertThat(house.target.steps()).containsExactly("first");
    }

    private static void raises(House house, String rule) {
        var trigger =
                new TriggerEvent.Trigger(
                        rule, rule, Map.of(), Map.of(), "x > 1", 2.0, 1.0, house.memory.now());
        house.asks(new TriggerEvent.TriggerRaised(trigger, house.memory.now(), List.of()));
    }

    @Test
    void a_guard_pauses_the_run_until_a_person_overrules_it() {
        House house = House.with("    guards: [Replication]\n", THREE);
        house.proposed();
        house.target.during(() -> {
            raises(house, "Other");
            raises(house, "Replication");
        });
        house.ordered();
        assertThat(house.target.steps()).containsExactly("first");
        assertThat(house.last(RollbackPaused.class).reason()).contains("guard Replication");

        house.target.during(() -> raises(house, "Replication"));
        resume(house);

        assertThat(house.target.steps()).containsExactly("first", "second", "third");
    }

    @Test
    void the_first_effect_waits_for_the_snapshot_and_no_longer_than_told() {
        House house = House.waiting("2s", "", THREE);
        house.rollsBack();
        assertThat(house.all(SnapshotRequested.class)).hasSize(1);
        assertThat(house.target.steps()).isEmpty();
        house.snapshotTaken();
        assertThat(house.target.steps()).hasSize(3);

        House alone = House.waiting("2s", "", THREE);
        alone.rollsBack();
        alone.passes(seconds(2).minusMillis(2));
        assertThat(alone.target.steps()).isEmpty();
        alone.passes(seconds(1));
        assertThat(alone.target.steps()).hasSize(3);
    }

    @Test
    void the_most_urgent_do_not_wait_for_a_snapshot() {
        House house = House.waiting("2s", "", THREE);
        house.proposed(ROLLBACK, "back", Severity.P0, "1.4.1");
        house.ordered();

        assertThat(house.target.steps()).hasSize(3);
    }

    @Test
    void where_data_is_lost_a_person_is_asked_when_there_is_no_snapshot() {
        House house =
                House.with("      - {name: first, action: fake.do, with: {loses-data: orders}}\n");
        house.proposed();
        Authority people = new Authority(null, List.of("dana (lead)"));
        house.ordered(ROLLBACK, house.plan().hash(), people, minutes(2));
        house.passes(seconds(31));
        assertThat(house.target.steps()).isEmpty();
        assertThat(house.last(RollbackPaused.class).reason()).contains("no snapshot");

        resume(house);

        assertThat(house.target.steps()).containsExactly("first");
    }

    @Test
    void a_run_that_takes_longer_than_its_budget_is_told_and_goes_on() {
        House house =
                House.with(
                        "    budget: 1m\n",
                        "      - {name: pause, action: wait, with: {for: 2m}, timeout: 5m}\n");
        house.rollsBack();
        house.passes(minutes(1).minusMillis(10));
        assertThat(house.all(RollbackOverdue.class)).isEmpty();
        house.passes(minutes(2));

        assertThat(house.all(RollbackOverdue.class)).hasSize(1);
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    private static final String CLOSING =
            """
            runbooks:
              back:
                snapshot: {wait: 0s}
                steps:
                  - {name: close, action: fake.do, closes: writes}
                  - {name: risky, action: fake.do}
                  - {name: sure, action: ask, with: {question: is it good}}
                  - {name: open, action: fake.do, opens: writes}
              reopen:
                snapshot: {wait: 0s}
                steps:
                  - {name: sure, action: ask, with: {question: is it good}, timeout: 30m}
                  - {name: open, action: fake.do, opens: writes}
            """;

    @Test
    void what_was_closed_stays_closed_when_it_fails_and_people_are_reminded() {
        House house = new House(CLOSING);
        house.target.answers("risky", Answer.REFUSES);
        house.rollsBack();
        assertThat(house.rollback().state()).isInstanceOf(RollbackState.Failed.class);
        assertThat(house.last(ContainmentStands.class).steps())
                .containsExactly("writes (step close)");
        house.passes(minutes(31));
        assertThat(house.all(ContainmentStands.class)).hasSize(3);

        String reopen = "0a1b2c3d-0000-8000-8000-000000000002";
        house.proposed(reopen, "reopen", Severity.P1, "1.4.1");
        house.ordered(reopen, house.plan().hash(), new Authority("r", List.of()), minutes(2));
        house.asks(
                new IncidentEvent.StepSkipRequested(
                        INCIDENT, reopen, "sure", "dana", "seen", house.memory.now()));
        int told = house.all(ContainmentStands.class).size();
        house.passes(minutes(31));

        assertThat(house.target.steps()).containsExactly("close", "open");
        assertThat(house.all(ContainmentStands.class)).hasSize(told);
    }

    @Test
    void nothing_is_opened_but_behind_a_verdict_or_a_person() {
        House house =
                House.with(
                        """
                              - {name: close, action: fake.do, closes: writes, undo: true}
                              - {name: open, action: fake.do, opens: writes}
                        """);
        assertThat(house.problems())
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("opened only behind a step that verifies"))
                .anyMatch(m -> m.contains("opened by a verdict or a person, not undone"));
    }
}
