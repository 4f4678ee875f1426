package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.FakeTarget.Answer;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/// Rollbacks on simulated time under faults by chance: executors that die at any durable write or
/// freeze past their lease, time-outs, answers that are lost. `-Dholdfast.sweep=10000` runs many more;
/// a seed that goes wrong is named, `-Dholdfast.sweep.seed=N` runs that one alone.
class SweepTest {
    private static final int USUAL = 600;

    private static final String STEPS =
            """
                  - {name: a, action: fake.do, retry: {attempts: 8, pause: 1s}}
                  - {name: b, action: fake.do, with: {repeat: idempotent}, retry: {attempts: 8, pause: 1s}}
                  - name: side
                    parallel: 2
                    steps:
                      - {name: c, action: fake.do, retry: {attempts: 8, pause: 1s}}
                      - {name: d, action: fake.do, retry: {attempts: 8, pause: 1s}}
                      - {name: e, action: fake.do, optional: true}
                  - {name: f, action: fake.do, with: {repeat: manual}}
            """;

    @Test
    void everything_ends_by_its_deadline_and_nothing_is_done_twice_or_lost() {
        Long only = Long.getLong("holdfast.sweep.seed");
        if (only != null) {
            sweep(only);
            return;
        }
        Random seeds = new Random(20_261_120);
        int times = Integer.getInteger("holdfast.sweep", USUAL);
        for (int i = 0; i < times; i++) {
            sweep(seeds.nextLong());
        }
    }

    private static void sweep(long seed) {
        Random chance = new Random(seed);
        House house = House.with("    deadline: 5m\n", STEPS);
        // An effect that is on its way when its executor freezes comes late, after the target was
        // looked at: only a target that knows keys (or versions) can tell. The others are not
        // frozen.
        boolean freezes = chance.nextBoolean();
        if (freezes) {
            house.target.keyed();
        }
        for (String step : List.of("a", "b", "c", "d", "e", "f")) {
            for (int i = 0; i < 6; i++) {
                house.target.answers(step, answer(chance));
            }
        }
        house.proposed();
        house.target.during(fault(house, chance, freezes, 4));
        house.ordered();
        house.passes(minutes(5).plusSeconds(30));
        house.store.crashAtWrite(Integer.MAX_VALUE / 2, false); // looking on kills nobody

        RollbackState state = house.rollback().state();
        assertThat(RollbackState.holds(state)).as("seed %d ended: %s", seed, state).isFalse();
        int ends =
                house.all(RollbackCompleted.class).size() + house.all(RollbackFailed.class).size();
        assertThat(ends).as("seed %d, ends told", seed).isEqualTo(1);
        // Checkable and manual steps are done once at most.
        for (String step : List.of("a", "c", "d", "e", "f")) {
            assertThat(steps(house, step))
                    .as("seed %d, step %s", seed, step)
                    .isLessThanOrEqualTo(1);
        }
        // The idempotent one always under one key.
        assertThat(keys(house, "b")).as("seed %d, keys of b", seed).isLessThanOrEqualTo(1);
        // What is told to be complete is complete: nothing is lost.
        if (state instanceof RollbackState.Completed) {
            for (String step : List.of("a", "b", "c", "d", "f")) {
                assertThat(steps(house, step)).as("seed %d, step %s", seed, step).isPositive();
            }
        }
    }

    private static long steps(House house, String step) {
        return house.target.steps().stream().filter(step::equals).count();
    }

    private static long keys(House house, String step) {
        Stream<FakeTarget.Seen> mine =
                house.target.effects().stream().filter(e -> e.step().equals(step));
        return mine.map(FakeTarget.Seen::key).distinct().count();
    }

    /// Of 100 calls 5 are not done and not heard of, 5 are done and not heard of, 5 are refused.
    private static Answer answer(Random chance) {
        return switch (chance.nextInt(20)) {
            case 0 -> Answer.REFUSES;
            case 1 -> Answer.DONE_UNHEARD;
            case 2 -> Answer.IGNORED_UNHEARD;
            default -> Answer.DONE;
        };
    }

    /// From within an effect the process is told to die at one of its next writes, or it freezes while
    /// another takes over.
    private static Runnable fault(House house, Random chance, boolean freezes, int times) {
        return () -> {
            if (freezes && chance.nextInt(3) == 0) {
                house.passes(chance.nextBoolean() ? seconds(7) : Duration.ofMillis(500));
            } else {
                house.store.crashAtWrite(1 + chance.nextInt(4), chance.nextBoolean());
            }
            if (times > 1) {
                house.target.during(fault(house, chance, freezes, times - 1));
            }
        };
    }
}
