package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.rollback.JournalEntry;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.function.Function;

/// Between the intent and the touch the executor may have slept too long.
class LeaseTest {
    /// Writes are let through.
    ///
    /// @param held whether the lease still holds by our own clock
    /// @param ending whether the executor was told to stop
    private record Claimed(House house, boolean held, boolean ending) implements Errand {
        @Override
        public Scope scope() {
            return House.SCOPE;
        }

        @Override
        public String name() {
            return Runner.ERRAND;
        }

        @Override
        public long epoch() {
            return 99;
        }

        @Override
        public Instant claimedAt() {
            return house.memory.now();
        }

        @Override
        public <T> T write(Function<Work, T> body) {
            return house.store.in(House.SCOPE, body);
        }
    }

    @Test
    void nothing_is_touched_once_the_lease_may_have_run_out() {
        House house =
                House.with(
                        """
                              - {name: pause, action: wait, with: {for: 1m}}
                              - {name: first, action: fake.do}
                        """);
        house.rollsBack();
        house.killSwitch.set(true, "*", "robin", "until the pause is over");
        house.passes(minutes(2));
        house.killSwitch.set(false, "*", "robin", "go on");

        house.store.desk().run(new Claimed(house, false, false));

        assertThat(house.target.effects()).isEmpty();
        assertThat(new Archive(house.store).rollback(House.ROLLBACK).orElseThrow().toString())
                .contains("not tried: the lease ran out first");
        house.passes(seconds(2));
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(house.target.effects().getFirst().attempt()).isEqualTo(1);
    }

    @Test
    void told_to_stop_it_writes_the_outcome_of_what_is_under_way_and_intends_nothing_more() {
        House house =
                House.with(
                        """
                              - {name: pause, action: wait, with: {for: 1m}}
                              - {name: first, action: fake.do}
                              - {name: second, action: fake.do}
                        """);
        house.rollsBack();
        house.killSwitch.set(true, "*", "robin", "until the pause is over");
        house.passes(minutes(2));
        house.killSwitch.set(false, "*", "robin", "go on");

        house.store.desk().run(new Claimed(house, true, true));

        assertThat(house.target.steps()).containsExactly("first");
        var journal = new Archive(house.store).rollback(House.ROLLBACK).orElseThrow().journal();
        assertThat(journal.getLast().kind()).isEqualTo(JournalEntry.Kind.OUTCOME);
        assertThat(journal.getLast().step()).isEqualTo("first");
        house.passes(seconds(10));
        assertThat(house.target.steps()).containsExactly("first", "second");
    }
}
