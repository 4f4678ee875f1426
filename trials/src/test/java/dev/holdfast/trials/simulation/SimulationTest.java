package dev.holdfast.trials.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What must hold holds under every seed; the same seed is the same run; what is broken is seen.
class SimulationTest {
    /// More by command: `./holdfast trial simulate --seeds 1000`, or here with `-Dsimulation.seeds=40`.
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 5);

    @Test
    void every_promise_holds_whatever_fails() {
        Tally sum = Tally.NONE;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Runs.Ran ran = Runs.of(seed);
            assertThat(ran.held())
                    .as(
                            "seed %d breaks '%s': %s%n%s%nreplay: ./holdfast trial simulate --seed %d",
                            seed, ran.promise(), ran.what(), String.join("\n", ran.notes()), seed)
                    .isTrue();
            sum = sum.plus(ran.tally());
        }
        // Runs in which nothing happens prove nothing.
        assertThat(sum.orders()).as(sum.toString()).isGreaterThan(SEEDS);
        assertThat(sum.completed()).as(sum.toString()).isGreaterThan(SEEDS / 2);
        assertThat(sum.resolved()).as(sum.toString()).isGreaterThan(SEEDS / 2);
        assertThat(sum.crashes()).as(sum.toString()).isGreaterThan(SEEDS);
    }

    @Test
    void the_same_seed_is_the_same_run() {
        assertThat(Runs.of(7)).isEqualTo(Runs.of(7));
        assertThat(Runs.of(7).fingerprint()).isNotEqualTo(Runs.of(8).fingerprint());
    }

    /// All variants: `holdfast trial mutants`. These are seen soonest.
    @ParameterizedTest
    @EnumSource(
            names = {
                "RELAY_WITHOUT_LEASE",
                "RELAY_FORGETS_FIRST",
                "OFFSETS_BEFORE_COMMIT",
                "NO_DEDUPE",
                "TIMERS_LOST",
                "TIMER_TAKEN_FIRST",
                "OBSERVE_IGNORED",
                "SILENCE_IS_HEALTH",
                "NOTICE_FORGOTTEN"
            })
    void a_broken_house_is_noticed(Mutant mutant) {
        assertThat(Mutants.find(mutant)).as(mutant.breaks()).isPresent();
    }
}
