package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/// What must hold after every step of any history; the seed of a failure is printed. [DecisionBench] runs
/// as many as one asks for.
final class MachinePropertyTest {
    private static final int STEPS = 120;

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void authority_limits_and_deadlines_hold_in_every_history(@ForAll long seed) {
        new History(seed, false).run(STEPS);
    }

    @Property(tries = 50, shrinking = ShrinkingMode.OFF)
    void the_same_history_gives_the_same_bytes(@ForAll long seed) {
        History one = new History(seed);
        History two = new History(seed);
        one.run(STEPS);
        two.run(STEPS);
        assertThat(one.told()).isEqualTo(two.told());
    }

    @org.junit.jupiter.api.Test
    void the_histories_are_not_empty() {
        int orders = 0;
        for (long seed = 0; seed < 200; seed++) {
            History history = new History(seed);
            history.run(STEPS);
            orders += history.orders();
        }
        assertThat(orders).isGreaterThan(50);
    }
}
