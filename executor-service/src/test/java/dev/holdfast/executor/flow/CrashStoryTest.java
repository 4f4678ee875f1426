package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.FakeTarget.Answer;
import dev.holdfast.executor.flow.FakeTarget.Seen;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The executor dies at each of its durable writes, before it is kept and just after.
class CrashStoryTest {
    private static final String STEPS =
            """
                  - {name: first, action: fake.do, undo: true}
                  - {name: second, action: fake.do, with: {repeat: idempotent}, retry: {attempts: 3, pause: 1s}}
                  - {name: pause, action: wait, with: {for: 10s}}
                  - {name: third, action: fake.do, retry: {attempts: 2, pause: 1s}}
            """;

    static Stream<Arguments> everyWrite() {
        House house = House.with("    on-failure: undo\n", STEPS);
        int before = house.store.writes();
        house.rollsBack();
        house.passes(minutes(1));
        int writes = house.store.writes() - before;
        assertThat(writes).isGreaterThan(10);
        return Stream.iterate(1, n -> n + 1)
                .limit(writes)
                .flatMap(n -> Stream.of(Arguments.of(n, false), Arguments.of(n, true)));
    }

    @ParameterizedTest(name = "dies at durable write {0}, after it was kept: {1}")
    @MethodSource("everyWrite")
    void exactly_one_rollback_and_no_effect_twice(int write, boolean after) {
        House house = House.with("    on-failure: undo\n", STEPS);
        house.store.crashAtWrite(write, after);
        house.proposed();
        house.passes(minutes(1));
        house.ordered();
        house.passes(minutes(1));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.all(RollbackFailed.class)).isEmpty();
        assertThat(house.all(StepFinished.class))
                .extracting(StepFinished::step)
                .containsExactly("first", "second", "pause", "third");
        assertThat(new HashSet<>(house.target.steps())).hasSize(3);
        assertThat(repeated(house.target.effects())).isSubsetOf("second"); // idempotent, one key
    }

    /// Steps whose effect a target that knows keys would have seen twice.
    private static Set<String> repeated(List<Seen> effects) {
        Set<String> keys = new HashSet<>();
        Set<String> twice = new HashSet<>();
        for (Seen s : effects) {
            if (!keys.add(s.key())) {
                twice.add(s.step());
            }
        }
        return twice;
    }

    @Test
    void an_effect_whose_executor_died_is_found_done_by_looking() {
        House house = House.with(STEPS);
        house.proposed();
        // 1 takes the order in, 2 opens the errand, 3 writes the intent, 4 the outcome.
        house.store.crashAtWrite(4, false);
        house.ordered();
        house.passes(minutes(1));

        assertThat(house.all(StepFinished.class).getFirst().reconciled()).isTrue();
        assertThat(house.target.steps()).containsExactly("first", "second", "third");
    }

    @Test
    void a_secret_that_is_away_while_looking_says_nothing_of_what_was_done() {
        House house =
                House.with(
                        "      - {name: first, action: fake.do, with: {what: \"${secret.token}\"}}\n");
        house.proposed();
        house.store.crashAtWrite(4, false);
        house.target.during(house.environment::clear);
        house.ordered();
        house.passes(Duration.ofSeconds(15));
        house.environment.put("SHOP_TOKEN", "s3cr3t-canary");
        house.passes(minutes(1));

        assertThat(house.all(StepFinished.class).getFirst().reconciled()).isTrue();
        assertThat(house.target.steps()).containsExactly("first");
    }

    @Test
    void whoever_takes_over_works_under_a_higher_epoch() {
        House house = House.with(STEPS);
        house.proposed();
        house.store.crashAtWrite(4, false);
        house.ordered();
        house.passes(minutes(1));

        List<Long> epochs = house.target.effects().stream().map(Seen::epoch).toList();
        assertThat(epochs).isSorted();
        assertThat(epochs.getLast()).isGreaterThan(epochs.getFirst());
    }

    @Test
    void a_manual_step_whose_executor_died_is_never_done_again_by_itself() {
        House house =
                House.with("      - {name: first, action: fake.do, with: {repeat: manual}}\n");
        house.proposed();
        house.store.crashAtWrite(4, false);
        house.ordered();
        house.passes(minutes(1));

        assertThat(house.target.effects()).hasSize(1);
        assertThat(house.rollback().state()).isInstanceOf(RollbackState.Paused.class);
    }

    @Test
    void a_step_at_which_executors_keep_dying_is_given_up() {
        House house = House.with("      - {name: first, action: fake.do}\n");
        house.proposed();
        for (int i = 0; i < 12; i++) {
            house.target.answers("first", Answer.IGNORED_UNHEARD);
        }
        house.target.during(dying(house));
        house.ordered();
        house.passes(minutes(10));

        assertThat(house.all(RollbackFailed.class)).hasSize(1);
        assertThat(house.target.effects()).isEmpty();
    }

    /// In the middle of each effect the process is told to die at its next write.
    private static Runnable dying(House house) {
        return () -> {
            house.store.crashAtWrite(1, false);
            house.target.during(dying(house));
        };
    }

    @Test
    void an_executor_that_freezes_in_the_middle_is_fenced_and_its_outcome_dropped() {
        House house = House.with("      - {name: first, action: fake.do}\n");
        house.target.fencing();
        house.proposed();
        // Frozen past its lease: meanwhile another takes over and finishes.
        house.target.during(() -> house.memory.passes(minutes(1)));
        house.ordered();

        assertThat(house.target.effects()).hasSize(1);
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.all(StepFinished.class)).hasSize(1);
    }
}
