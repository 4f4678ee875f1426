package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.EvidenceSaved;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.executor.flow.FakeTarget.Answer;

import org.junit.jupiter.api.Test;

/// Steps side by side, steps that may fail, steps that depend on what was found, runbooks of runbooks.
class SideBySideStoryTest {
    private static final String GROUP =
            """
                  - {name: before, action: fake.do}
                  - name: services
                    parallel: 2
                    steps:
                      - {name: a, action: fake.do}
                      - {name: b, action: fake.do}
                      - {name: c, action: fake.do}
                  - {name: after, action: fake.do}
            """;

    @Test
    void steps_of_a_group_begin_together_up_to_its_limit() {
        House house = House.with(GROUP);
        house.rollsBack();

        // Both intents of the first two are written before either effect.
        assertThat(house.told().subList(3, 8))
                .containsExactly(
                        "StepFinished",
                        "StepStarted",
                        "StepStarted",
                        "StepFinished",
                        "StepFinished");
        assertThat(house.target.steps()).containsExactly("before", "a", "b", "c", "after");
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void what_fails_in_a_group_is_heeded_when_nothing_beside_it_is_in_doubt() {
        House house = House.with(GROUP);
        house.target.answers("a", Answer.REFUSES);
        house.target.answers("b", Answer.DONE_UNHEARD);
        house.rollsBack();

        assertThat(house.last(RollbackFailed.class).step()).isEqualTo("a");
        assertThat(house.all(StepFinished.class))
                .extracting(StepFinished::step)
                .containsExactly("before", "b");
        assertThat(house.target.steps()).doesNotContain("c", "after");
    }

    @Test
    void an_executor_that_dies_in_the_middle_of_a_group_does_nothing_twice() {
        for (int write = 1; write < 24; write++) {
            House house = House.with(GROUP);
            house.proposed();
            house.store.crashAtWrite(write, write % 2 == 0);
            house.ordered();
            house.passes(minutes(2));

            assertThat(house.target.steps())
                    .as("dies at write %d", write)
                    .containsExactlyInAnyOrder("before", "a", "b", "c", "after");
            assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        }
    }

    @Test
    void the_run_goes_on_without_an_optional_step() {
        House house =
                House.with(
                        """
                              - {name: nice, action: fake.do, optional: true}
                              - {name: must, action: fake.do}
                        """);
        house.target.answers("nice", Answer.REFUSES);
        house.rollsBack();

        assertThat(house.all(StepFinished.class).getFirst().skipped()).isTrue();
        assertThat(house.all(StepFinished.class).getFirst().evidence()).contains("refuses");
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    private static House depending(String value) {
        return House.with(
                """
                      - {name: look, action: fake.do, else: [{action: wait, with: {for: 1s}}]}
                      - {name: deep, action: fake.do, when: "${steps.look.result} == %s"}
                """
                        .formatted(value));
    }

    @Test
    void a_condition_over_an_output_is_decided_when_its_step_is_reached() {
        House does = depending("[x]");
        assertThat(does.problems())
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("no condition"));

        House skips = depending("other");
        skips.rollsBack();
        assertThat(skips.target.steps()).containsExactly("look");
        assertThat(skips.last(StepFinished.class).evidence()).contains("does not hold");
        assertThat(skips.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void a_condition_over_an_output_that_nobody_left_asks_a_person() {
        House house = depending("other");
        house.target.answers("look", Answer.REFUSES);
        house.rollsBack();
        house.passes(seconds(2));

        assertThat(house.last(RollbackPaused.class).reason()).contains("needs an output");
        assertThat(house.target.steps()).isEmpty();
    }

    private static final String PARTS =
            """
            runbooks:
              back:
                snapshot: {wait: 0s}
                steps:
                  - runbook: frontend
                  - {name: between, action: fake.do}
                  - runbook: backend
              frontend:
                parameters: {mode: {type: name, default: quick}}
                steps: [{name: front, action: fake.do, with: {what: "${mode}"}}]
              backend:
                steps: [{name: data, action: fake.do}, {name: code, action: fake.do}]
            """;

    @Test
    void a_runbook_of_runbooks_does_their_steps_in_their_order() {
        House house = new House(PARTS);
        assertThat(house.problems()).isEmpty();
        house.rollsBack();

        assertThat(house.plan().steps().getFirst().does()).isEqualTo("do quick");
        assertThat(house.target.steps()).containsExactly("front", "between", "data", "code");
    }

    @Test
    void a_runbook_is_no_part_of_itself_and_parts_have_names() {
        House house =
                new House(
                        """
                        runbooks:
                          back: {steps: [{runbook: other}, {runbook: frontent}]}
                          other: {steps: [{runbook: back}]}
                          frontend: {steps: [{name: a, action: fake.do}]}
                        """);
        assertThat(house.problems())
                .extracting(Problem::message)
                .anyMatch(m -> m.contains("'back' would be a part of itself"))
                .anyMatch(m -> m.contains("did you mean 'frontend'"));
    }

    @Test
    void evidence_is_saved_first_and_never_holds_anything_up() {
        House house =
                House.with(
                        """
                            evidence:
                              - {name: logs, action: fake.do}
                              - {name: events, action: fake.do}
                        """,
                        "      - {name: must, action: fake.do}\n");
        house.target.answers("events", Answer.REFUSES);
        house.rollsBack();

        assertThat(house.target.steps()).containsExactly("logs", "must");
        assertThat(house.last(EvidenceSaved.class).items()).containsExactly("logs");
        assertThat(house.last(EvidenceSaved.class).missing().getFirst()).startsWith("events: ");
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }
}
