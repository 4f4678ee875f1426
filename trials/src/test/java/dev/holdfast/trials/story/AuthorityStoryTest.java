package dev.holdfast.trials.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.flow.Answer;
import dev.holdfast.decision.flow.Command;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Nothing acts without authority, on old news, or where it may not.
class AuthorityStoryTest {
    private static final Person ADA = new Person("ada", List.of());
    private static final Person BEN = new Person("ben", List.of());
    private static final Duration A_WHILE = Duration.ofMinutes(2);

    @Test
    void what_needs_approval_waits_for_it_and_then_proceeds() {
        House house = brokenBy42(StoryPack.BY_APPROVAL);
        house.passes(A_WHILE);
        ApprovalRequested asked = house.last(ApprovalRequested.class).orElseThrow();
        assertThat(house.running()).isEqualTo("v42");
        assertThat(house.events(RollbackOrdered.class)).isEmpty();

        Answer answer =
                house.says(
                        ADA, new Command.Approve(asked.incident(), "it is bad", asked.planHash()));

        assertThat(answer).isInstanceOf(Answer.Done.class);
        house.passes(A_WHILE);
        assertThat(house.running()).isEqualTo("v41");
        assertThat(house.last(ApprovalGranted.class).orElseThrow().by()).isEqualTo("ada");
        assertThat(house.last(RollbackOrdered.class).orElseThrow().authority().people())
                .singleElement()
                .asString()
                .contains("ada");
        assertThat(house.events(IncidentResolved.class)).hasSize(1);
    }

    @Test
    void an_approval_by_the_wrong_role_or_for_another_plan_counts_for_nothing() {
        House house = brokenBy42(StoryPack.BY_APPROVAL);
        house.passes(A_WHILE);
        ApprovalRequested asked = house.last(ApprovalRequested.class).orElseThrow();

        Answer wrongRole =
                house.says(BEN, new Command.Approve(asked.incident(), "yes", asked.planHash()));
        Answer wrongPlan = house.says(ADA, new Command.Approve(asked.incident(), "yes", "other"));

        assertThat(wrongRole).isInstanceOf(Answer.Refused.class);
        assertThat(wrongPlan).isInstanceOf(Answer.Refused.class);
        house.passes(A_WHILE);
        assertThat(house.running()).isEqualTo("v42");
    }

    @Test
    void an_unanswered_question_expires_and_goes_to_people() {
        House house = brokenBy42(StoryPack.BY_APPROVAL);
        house.passes(Duration.ofMinutes(12));

        assertThat(house.events(ApprovalExpired.class)).hasSize(1);
        assertThat(house.events(IncidentEscalated.class)).isNotEmpty();
        assertThat(house.events(RollbackOrdered.class)).isEmpty();
        assertThat(house.running()).isEqualTo("v42");
    }

    @Test
    void a_fresh_install_observes_and_tells_what_it_would_have_done() {
        House house = brokenBy42(StoryPack.OBSERVE);
        house.passes(A_WHILE);

        assertThat(house.last(IncidentWithheld.class).orElseThrow().would()).contains("v41");
        assertThat(house.events(RollbackOrdered.class)).isEmpty();
        assertThat(house.effects()).isEmpty();
    }

    @Test
    void the_kill_switch_holds_what_has_not_started() {
        House house = brokenBy42(StoryPack.AUTOMATIC);
        house.halts(true);
        house.passes(A_WHILE);
        assertThat(house.effects()).isEmpty();
        assertThat(house.events(RollbackStarted.class)).isEmpty();

        house.halts(false);
        house.passes(A_WHILE);
        assertThat(house.running()).isEqualTo("v41");
    }

    @Test
    void week_old_triggers_read_again_from_the_beginning_give_no_order() {
        House house = House.automatic("checkout").deploys("v41");
        house.passes(Duration.ofMinutes(3));
        house.deploys("v42");
        Instant weekAgo = house.memory().now().minus(Duration.ofDays(7));
        Trigger old =
                new Trigger(
                        "old",
                        "ErrorRatioHigh",
                        Map.of("component", "backend"),
                        Map.of(),
                        "x > 0.05",
                        0.2,
                        0.05,
                        weekAgo);

        house.memory()
                .publish(house.scope(), new TriggerRaised(old, weekAgo, List.of()), "old-event");
        house.passes(A_WHILE);

        assertThat(house.events(RollbackOrdered.class)).isEmpty();
        assertThat(house.running()).isEqualTo("v42");
    }

    @Test
    void where_no_earlier_release_held_people_are_asked() {
        House house = House.automatic("checkout").deploys("v42").failing("v42", 0.2);
        house.passes(A_WHILE);

        assertThat(house.events(RollbackOrdered.class)).isEmpty();
        assertThat(house.last(IncidentEscalated.class).orElseThrow().reason()).contains("held");
    }

    @Test
    void an_order_past_its_time_or_without_authority_is_refused_and_recorded() {
        House house = brokenBy42(StoryPack.BY_APPROVAL);
        house.passes(A_WHILE);
        ApprovalRequested asked = house.last(ApprovalRequested.class).orElseThrow();
        RollbackOrdered late =
                Orders.forged(asked, house.memory().now().minusSeconds(1), Orders.ADA);
        RollbackOrdered bare =
                Orders.forged(asked, house.memory().now().plusSeconds(60), Orders.NOBODY);

        house.memory().publish(house.scope(), late, "forged-1");
        house.memory().publish(house.scope(), bare, "forged-2");
        house.passes(Duration.ofSeconds(5));

        assertThat(house.events(OrderRefused.class))
                .extracting(OrderRefused::kind)
                .contains("late", "authority");
        assertThat(house.effects()).isEmpty();
    }

    @Test
    void it_does_not_go_back_a_third_time_within_the_limit() {
        House house = brokenBy42(StoryPack.AUTOMATIC.replace("cool-down: 10m", "cool-down: 0s"));
        for (int version = 43; version <= 45; version++) {
            house.passes(Duration.ofMinutes(4));
            house.deploys("v" + version).failing("v" + version, 0.3);
        }
        house.passes(Duration.ofMinutes(4));

        assertThat(house.effects()).hasSize(2);
        assertThat(house.running()).isEqualTo("v45");
    }

    private static House brokenBy42(String decisions) {
        House house = House.deciding("checkout", decisions).deploys("v41");
        house.passes(Duration.ofMinutes(3));
        return house.deploys("v42").failing("v42", 0.20);
    }
}
