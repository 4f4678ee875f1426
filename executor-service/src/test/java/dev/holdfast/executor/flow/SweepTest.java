package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.minutes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.FakeTarget.Answer;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

import java.util.Random;

/// Rollbacks on simulated time under faults by chance: executors that die at any durable write,
/// time-outs, answers that are lost. The seed is printed by jqwik when one goes wrong.
class SweepTest {
    private static final String STEPS =
            """
                  - {name: a, action: fake.do, retry: {attempts: 6, pause: 1s}}
                  - {name: b, action: fake.do, with: {repeat: idempotent}, retry: {attempts: 6, pause: 1s}}
                  - {name: c, action: fake.do, retry: {attempts: 6, pause: 1s}}
            """;

    @Property(tries = 500)
    void everything_ends_by_its_deadline_and_nothing_is_done_twice(@ForAll long seed) {
        Random chance = new Random(seed);
        House house = House.with("    deadline: 5m\n", STEPS);
        for (String step : new String[] {"a", "b", "c"}) {
            for (int i = 0; i < 4; i++) {
                house.target.answers(step, answer(chance));
            }
        }
        house.proposed();
        house.target.during(dying(house, chance, 4));
        house.ordered();
        house.passes(minutes(5).plusSeconds(30));
        house.store.crashAtWrite(Integer.MAX_VALUE / 2, false); // looking on kills nobody

        assertThat(RollbackState.holds(house.rollback().state())).isFalse();
        int ends =
                house.all(RollbackCompleted.class).size() + house.all(RollbackFailed.class).size();
        assertThat(ends).isEqualTo(1);
        // Checkable steps were done once at most; the idempotent one always under one key.
        assertThat(house.target.steps().stream().filter("a"::equals)).hasSizeLessThanOrEqualTo(1);
        assertThat(house.target.steps().stream().filter("c"::equals)).hasSizeLessThanOrEqualTo(1);
        assertThat(
                        house.target.effects().stream()
                                .filter(e -> e.step().equals("b"))
                                .map(FakeTarget.Seen::key)
                                .distinct())
                .hasSizeLessThanOrEqualTo(1);
    }

    private static Answer answer(Random chance) {
        return switch (chance.nextInt(10)) {
            case 0 -> Answer.REFUSES;
            case 1 -> Answer.DONE_UNHEARD;
            case 2 -> Answer.IGNORED_UNHEARD;
            default -> Answer.DONE;
        };
    }

    /// From within an effect, the process is told to die at one of its next writes.
    private static Runnable dying(House house, Random chance, int times) {
        return () -> {
            house.store.crashAtWrite(1 + chance.nextInt(4), chance.nextBoolean());
            if (times > 1) {
                house.target.during(dying(house, chance, times - 1));
            }
        };
    }
}
