package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationRequested;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// From a bad release to the good one, and what can go otherwise.
final class RollbackStoryTest {
    private final Shop shop = new Shop().deployed();

    @Test
    void a_bad_release_is_rolled_back_verified_and_watched() {
        shop.raises("HighErrorRate", 0.213);
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.ordered().to()).isEqualTo(Shop.GOOD);
        assertThat(shop.ordered().from()).isEqualTo(Shop.BAD);
        assertThat(shop.ordered().authority().rule()).isEqualTo("severe");
        assertThat(shop.ordered().planHash()).isEqualTo("hash-" + shop.proposed().rollback());
        assertThat(shop.ordered().notAfter())
                .isBetween(shop.house.now().plusSeconds(119), shop.house.now().plusSeconds(121));
        shop.starts();
        shop.completes();
        assertThat(shop.house.events(ReleaseFailed.class))
                .extracting(ReleaseFailed::release)
                .containsExactly(Shop.BAD);
        assertThat(shop.state()).isEqualTo("verifying");
        VerificationRequested asked = shop.house.events(VerificationRequested.class).getLast();
        assertThat(asked.stage()).isEqualTo("immediate");
        assertThat(asked.release()).isEqualTo(Shop.GOOD);
        shop.verified();
        assertThat(shop.state()).isEqualTo("holding");
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(15).minusMillis(1));
        assertThat(shop.state()).isEqualTo("holding");
        shop.passes(Duration.ofMillis(2));
        assertThat(shop.state()).isEqualTo("resolved");
        assertThat(shop.house.events(IncidentResolved.class)).hasSize(1);
    }

    @Test
    void the_decision_explains_itself_in_a_sentence_and_with_every_row_tried() {
        shop.raises("HighErrorRate", 0.213);
        DecisionMade decision = shop.house.events(DecisionMade.class).getFirst();
        assertThat(decision.sentence())
                .isEqualTo(
                        "HighErrorRate is true for 2m (0.213, threshold 0.05) on web 1.5.0, deployed 5m"
                                + " ago: P1, row 'errors' says rollback; the way back is web 1.4.1 by"
                                + " runbook 'application'.");
        assertThat(decision.reasons())
                .hasSize(3)
                .first()
                .isEqualTo(
                        "row 'down' (trigger.rule == \"ShopDown\") is false with trigger.rule ="
                                + " \"HighErrorRate\"");
        assertThat(decision.values()).containsEntry("trigger.value", "0.213");
    }

    @Test
    void the_runbook_follows_what_the_release_changed() {
        Shop other = new Shop();
        other.deploys(Shop.GOOD, "code");
        other.passes(Duration.ofMinutes(31));
        other.deploys(Shop.BAD, "code,migration");
        other.raises("HighErrorRate", 0.2);
        assertThat(other.proposed().runbook()).isEqualTo("with-database");
    }

    @Test
    void watching_acts_only_after_its_time_and_a_trigger_that_clears_was_nothing() {
        shop.raises("Slow", 2);
        assertThat(shop.state()).isEqualTo("watching");
        shop.passes(Duration.ofMinutes(10).minusMillis(1));
        assertThat(shop.house.events(RollbackProposed.class)).isEmpty();
        shop.passes(Duration.ofMillis(2));
        assertThat(shop.state()).isEqualTo("planning");

        Shop other = new Shop().deployed();
        other.raises("Slow", 2);
        other.passes(Duration.ofMinutes(9));
        other.clears("Slow");
        assertThat(other.state()).isEqualTo("resolved");
        other.passes(Duration.ofHours(1));
        assertThat(other.orders()).isZero();
    }

    @Test
    void a_worse_trigger_decides_anew_while_it_is_watched() {
        shop.raises("Slow", 2);
        shop.passes(Duration.ofMinutes(1));
        shop.raises("ShopDown", 1);
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.incident().severity()).isEqualTo(Severity.P0);
        assertThat(shop.house.events(IncidentOpened.class)).hasSize(1);
    }

    @Test
    void a_trigger_that_is_not_restated_neither_acts_nor_resolves() {
        shop.raises("Slow", 2);
        shop.forgets("Slow");
        shop.passes(Duration.ofMinutes(10));
        assertThat(shop.state()).isEqualTo("watching");
        shop.passes(Duration.ofSeconds(90));
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.house.events(RollbackProposed.class)).isEmpty();
        assertThat(shop.house.events(IncidentResolved.class)).isEmpty();
    }

    @Test
    void week_old_triggers_give_no_order_not_even_an_incident() {
        var old = shop.trigger("ShopDown", 1);
        for (int i = 0; i < 20; i++) {
            shop.tells(
                    new TriggerRaised(old, shop.house.now().minus(Duration.ofDays(7)), List.of()));
        }
        shop.tells(
                new TriggerRaised(old, shop.house.now().minus(Duration.ofSeconds(90)), List.of()));
        shop.passes(Duration.ofMinutes(30));
        assertThat(shop.house.events(IncidentOpened.class)).isEmpty();
        shop.tells(
                new TriggerRaised(
                        old, shop.house.now().minus(Duration.ofMillis(89_999)), List.of()));
        assertThat(shop.house.events(IncidentOpened.class)).hasSize(1);
    }

    @Test
    void repeated_and_late_triggers_change_nothing() {
        shop.raises("HighErrorRate", 0.2);
        shop.raises("HighErrorRate", 0.2);
        shop.raises("HighErrorRate", 0.2);
        assertThat(shop.house.events(RollbackProposed.class)).hasSize(1);
        assertThat(shop.house.events(IncidentOpened.class)).hasSize(1);
        shop.planned();
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void without_an_earlier_release_that_held_a_person_is_asked() {
        Shop fresh = new Shop();
        fresh.deploys(Shop.BAD, "code");
        fresh.raises("ShopDown", 1);
        assertThat(fresh.state()).isEqualTo("escalated");
        assertThat(fresh.house.events(IncidentEscalated.class).getLast().reason())
                .isEqualTo("no earlier release of web is known to have held");
        assertThat(fresh.house.events(RollbackProposed.class)).isEmpty();
    }

    @Test
    void a_row_that_lacks_a_value_asks_and_names_row_and_value() {
        shop.raises("Labelled", 1);
        DecisionMade d = shop.house.events(DecisionMade.class).getFirst();
        assertThat(d.action()).isEqualTo("ask");
        assertThat(d.sentence())
                .contains(
                        "row 'labelled' cannot be judged, since trigger.labels.team has no value");
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void what_no_row_answers_is_asked() {
        shop.raises("Unheard", 1);
        assertThat(shop.house.events(DecisionMade.class).getFirst().row()).isNull();
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void a_failed_rollback_goes_to_the_next_runbook_and_then_to_people() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.fails("exit code 1");
        assertThat(shop.proposed().runbook()).isEqualTo("full-system");
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(2);
        shop.starts();
        shop.fails("exit code 2");
        assertThat(shop.state()).isEqualTo("escalated");
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofHours(2));
        assertThat(shop.state())
                .as("half changed: calm alone resolves nothing")
                .isEqualTo("escalated");
    }

    @Test
    void an_inconclusive_verification_is_no_pass() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.notVerified(false);
        assertThat(shop.house.events(VerificationRequested.class)).hasSize(2);
        shop.passes(Duration.ofMinutes(3).plusSeconds(11));
        assertThat(shop.state()).isEqualTo("escalated");
    }

    @Test
    void an_executor_that_never_answers_leaves_it_to_people_within_30_s_of_the_deadline() {
        shop.raises("HighErrorRate", 0.2);
        shop.passes(Duration.ofSeconds(20));
        assertThat(shop.state()).isEqualTo("escalated");

        Shop other = new Shop().deployed();
        other.raises("HighErrorRate", 0.2);
        other.planned();
        other.passes(Duration.ofMinutes(2).plusSeconds(26));
        assertThat(other.state()).isEqualTo("escalated");
        assertThat(other.orders()).isEqualTo(1);
    }

    @Test
    void a_changed_plan_is_planned_again_and_a_busy_system_is_left_to_people() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        var o = shop.ordered();
        shop.tells(
                new RollbackEvent.OrderRefused(
                        o.incident(), o.rollback(), "changed", "the link moved", shop.house.now()));
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.proposed().rollback()).isNotEqualTo(o.rollback());
        shop.planned();
        var second = shop.ordered();
        shop.tells(
                new RollbackEvent.OrderRefused(
                        second.incident(),
                        second.rollback(),
                        "busy",
                        "run 7 holds it",
                        shop.house.now()));
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.house.events(IncidentEscalated.class).getLast().reason())
                .contains("run 7 holds it");
    }

    @Test
    void releases_hold_after_30_minutes_without_an_incident_and_the_echo_is_no_release() {
        assertThat(shop.house.events(ReleaseHeld.class))
                .extracting(ReleaseHeld::release)
                .containsExactly(Shop.GOOD);
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.deploys(Shop.GOOD, "code");
        shop.completes();
        shop.deploys(Shop.GOOD, "code");
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(60));
        assertThat(shop.house.events(ReleaseDeployed.class)).hasSize(2);
        assertThat(shop.house.events(ReleaseHeld.class)).hasSize(1);
        assertThat(shop.site().ledger().running("web").orElseThrow().release())
                .isEqualTo(Shop.GOOD);
    }

    @Test
    void a_regression_while_holding_asks_people() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(5));
        shop.raises("HighErrorRate", 0.3);
        assertThat(shop.state()).isEqualTo("escalated");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void ignore_and_fix_forward_make_no_plan() {
        shop.raises("Noise", 1);
        shop.passes(Duration.ofMinutes(5));
        assertThat(shop.incidents()).isEmpty();
        shop.raises("Cosmetic", 1);
        assertThat(shop.state()).isEqualTo("escalated");
        shop.passes(Duration.ofMinutes(1));
        shop.clears("Cosmetic");
        assertThat(shop.house.events(RollbackProposed.class)).isEmpty();
        assertThat(shop.house.events(IncidentResolved.class)).hasSize(1);
    }

    @Test
    void a_signal_that_the_pack_names_opens_an_incident() {
        shop.signal("security.finding", java.util.Map.of("summary", "CVE exploited"));
        assertThat(shop.state()).isEqualTo("planning");
        shop.signal("other.thing", java.util.Map.of());
        assertThat(shop.incidents()).hasSize(1);
    }

    @Test
    void the_pack_became_current_once_all_five_accepted() {
        assertThat(shop.house.events(PackActivated.class)).hasSize(1);
    }
}
