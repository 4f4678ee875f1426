package dev.holdfast.executor.flow;

import static dev.holdfast.executor.flow.House.ROLLBACK;
import static dev.holdfast.executor.flow.House.minutes;
import static dev.holdfast.executor.flow.House.seconds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// Which orders are not carried out, and what the kill switch holds.
class OrderStoryTest {
    private static final Authority RULE = new Authority("automatic", List.of());
    private static final String STEP = "      - {name: first, action: fake.do}\n";
    private static final String LONG =
            """
                  - {name: pause, action: wait, with: {for: 1m}}
                  - {name: first, action: fake.do}
            """;

    private static String refused(House house) {
        assertThat(house.target.effects()).isEmpty();
        return house.last(OrderRefused.class).kind();
    }

    @Test
    void an_order_that_nobody_allowed_is_refused() {
        House house = House.with(STEP);
        house.proposed();
        house.ordered(ROLLBACK, house.plan().hash(), new Authority(null, List.of()), minutes(2));

        assertThat(refused(house)).isEqualTo("authority");
    }

    @Test
    void what_loses_data_is_never_done_on_the_word_of_a_rule_alone() {
        House house =
                House.with("      - {name: first, action: fake.do, with: {loses-data: orders}}\n");
        house.rollsBack();
        assertThat(refused(house)).isEqualTo("authority");

        Authority people = new Authority(null, List.of("dana"));
        house.ordered(ROLLBACK, house.plan().hash(), people, minutes(2));
        house.snapshotTaken();

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void a_target_that_did_not_answer_in_time_may_lose_data() {
        House house = House.with(STEP);
        house.late = true;
        house.rollsBack();

        assertThat(house.plan().dataLost())
                .isEqualTo("not known: its target did not answer within the budget");
        assertThat(house.plan().steps().getFirst().repeat()).isEqualTo("manual");
        assertThat(house.plan().unchecked()).hasSize(1);
        assertThat(refused(house)).isEqualTo("authority");
    }

    @Test
    void an_action_that_cannot_lose_anything_asks_nobody_although_its_target_is_slow() {
        House house = House.with(STEP);
        house.target.harmless = true;
        house.late = true;
        house.rollsBack();

        assertThat(house.plan().dataLost()).isNull();
        assertThat(house.plan().unchecked()).hasSize(1);
    }

    @Test
    void what_a_second_look_finds_of_a_slow_target_is_what_the_run_rests_on() {
        House house = House.with(STEP);
        house.target.harmless = true;
        house.late = true;
        house.proposed();
        house.late = false;
        house.ordered();

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
        assertThat(new Archive(house.store).plans(10).toString()).contains("as it was");
    }

    @Test
    void a_target_that_is_slow_twice_is_not_acted_on_without_people() {
        House house = House.with(STEP);
        house.target.harmless = true;
        house.late = true;
        house.rollsBack();

        assertThat(refused(house)).isEqualTo("changed");
        assertThat(house.target.effects()).isEmpty();
    }

    @Test
    void a_second_look_that_shows_nothing_is_no_proof_that_nothing_changed() {
        House house = House.with(STEP);
        house.proposed();
        house.late = true;
        house.ordered();

        assertThat(refused(house)).isEqualTo("changed");
        assertThat(house.last(OrderRefused.class).reason())
                .contains("step 'first': fake was as it was, is now not known");
    }

    @Test
    void an_order_for_another_plan_is_refused() {
        House house = House.with(STEP);
        house.proposed();
        house.ordered(ROLLBACK, "0".repeat(64), RULE, minutes(2));

        assertThat(refused(house)).isEqualTo("hash");
    }

    @Test
    void an_order_for_a_rollback_that_was_never_planned_is_refused() {
        House house = House.with(STEP);
        house.ordered("00000000-0000-8000-8000-000000000009", "0".repeat(64), RULE, minutes(2));

        assertThat(refused(house)).isEqualTo("hash");
    }

    @Test
    void an_order_that_comes_late_is_refused() {
        House house = House.with(STEP);
        house.proposed();
        house.ordered(ROLLBACK, house.plan().hash(), RULE, Duration.ofMillis(-1));

        assertThat(refused(house)).isEqualTo("late");
    }

    @Test
    void a_second_order_while_one_runs_is_told_who_holds_the_scope() {
        House house = House.with(LONG);
        house.rollsBack();
        String other = "00000000-0000-8000-8000-000000000002";
        house.proposed(other, "1.4.0");
        house.ordered(other, house.plan().hash(), RULE, minutes(2));

        assertThat(refused(house)).isEqualTo("busy");
        assertThat(house.last(OrderRefused.class).reason()).contains(ROLLBACK);
        house.passes(minutes(2));
        assertThat(house.target.effects()).hasSize(1);
    }

    @Test
    void the_scope_is_free_again_when_the_first_rollback_is_over() {
        House house = House.with(STEP);
        house.rollsBack();
        String other = "00000000-0000-8000-8000-000000000002";
        house.proposed(other, "1.4.0");
        house.ordered(other, house.plan().hash(), RULE, minutes(2));

        assertThat(house.all(RollbackCompleted.class)).hasSize(2);
    }

    @Test
    void what_changed_since_planning_is_planned_again() {
        House house = House.with(STEP);
        house.proposed();
        house.target.state("switched by somebody");
        house.ordered();

        assertThat(refused(house)).isEqualTo("changed");
        assertThat(house.last(OrderRefused.class).reason())
                .isEqualTo("step 'first': fake was as it was, is now switched by somebody");

        house.proposed();
        house.ordered();
        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void the_same_order_again_starts_nothing_again() {
        House house = House.with(STEP);
        house.rollsBack();
        house.ordered();

        assertThat(house.target.effects()).hasSize(1);
        assertThat(house.last(OrderRefused.class).kind()).isEqualTo("hash");
    }

    @Test
    void nothing_is_begun_while_the_kill_switch_is_on() {
        House house = House.with(STEP);
        house.proposed();
        house.killSwitch.set(true, "*", "robin", "drill");
        house.ordered();

        assertThat(refused(house)).isEqualTo("halted");
        assertThat(house.last(HaltChanged.class).on()).isTrue();
    }

    @Test
    void a_halt_of_one_environment_holds_only_that_one() {
        House house = House.with(STEP);
        house.killSwitch.set(true, "other/production", "robin", "drill");
        house.rollsBack();

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void a_halt_stops_the_next_step_of_a_running_rollback_until_it_is_lifted() {
        House house = House.with(LONG);
        house.rollsBack();
        house.killSwitch.set(true, "shop/production", "robin", "wait a moment");
        house.passes(minutes(5));
        assertThat(house.target.effects()).isEmpty();

        house.killSwitch.set(false, "shop/production", "robin", "go on");
        house.passes(seconds(1));

        assertThat(house.all(RollbackCompleted.class)).hasSize(1);
    }

    @Test
    void a_halted_rollback_ends_with_its_deadline_all_the_same() {
        House house = House.with("    deadline: 5m\n", LONG);
        house.rollsBack();
        house.killSwitch.set(true, "*", "robin", "for ever");
        house.passes(minutes(5).plusSeconds(30));

        assertThat(house.all(RollbackFailed.class)).hasSize(1);
        assertThat(house.target.effects()).isEmpty();
    }
}
