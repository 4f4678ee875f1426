package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.decision.RichPack;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What a rollback left half done is for people: that the alarm went quiet proves nothing.
final class HalfDoneStoryTest {
    private static void refused(Shop shop) {
        RollbackProposed p = shop.proposed();
        shop.tells(
                new PlanRefused(
                        p.incident(), p.rollback(), List.of("no backup"), shop.house.now()));
    }

    @Test
    void after_a_rollback_that_broke_and_a_next_try_that_has_no_plan_calm_resolves_nothing() {
        Shop shop = new Shop().deployed();
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.fails("disk full");
        assertThat(shop.proposed().runbook()).isEqualTo("full-system");
        refused(shop);
        assertThat(shop.state()).isEqualTo("escalated");
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofHours(1));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.says(Shop.OLGA, new Command.Close(shop.incident().id(), "looked at it, all is well"));
        assertThat(shop.state()).isEqualTo("closed");
    }

    @Test
    void what_was_contained_is_not_well_because_the_rest_has_no_plan_and_the_trigger_cleared() {
        Shop shop = new Shop(RichPack.pack());
        shop.deploys(Shop.GOOD, "code");
        shop.passes(Duration.ofMinutes(31));
        shop.signal(
                "deployment.started", Map.of("component", "web", "release", Shop.BAD.version()));
        shop.deploys(Shop.BAD, "code");
        shop.raises("DataCorruption", 1);
        shop.planned();
        shop.starts();
        shop.completes();
        refused(shop);
        assertThat(shop.state()).isEqualTo("escalated");
        shop.clears("DataCorruption");
        shop.passes(Duration.ofHours(1));
        assertThat(shop.state()).as("it is still read-only").isEqualTo("escalated");
    }

    @Test
    void what_was_verified_and_is_measured_clear_later_than_promised_is_resolved_then() {
        Shop shop = new Shop().deployed();
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.passes(Duration.ofMinutes(26));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.clears("HighErrorRate");
        assertThat(shop.state()).isEqualTo("resolved");
    }

    @Test
    void a_late_pass_of_an_earlier_verification_proves_nothing_of_a_later_order() {
        Shop shop = new Shop().deployed();
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.notVerified(true);
        assertThat(shop.proposed().runbook()).isEqualTo("full-system");
        shop.planned();
        shop.starts();
        shop.fails("disk full");
        assertThat(shop.state()).isEqualTo("escalated");
        shop.verified();
        assertThat(shop.state()).isEqualTo("escalated");
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofHours(1));
        assertThat(shop.state()).isEqualTo("escalated");
    }

    @Test
    void a_late_pass_of_the_last_verification_is_a_proof() {
        Shop shop = new Shop().deployed();
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.passes(Duration.ofMinutes(5));
        assertThat(shop.state()).isEqualTo("verifying");
        shop.passes(Duration.ofMinutes(5));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.verified();
        assertThat(shop.state()).isEqualTo("holding");
    }

    @Test
    void an_order_that_was_refused_before_it_began_takes_no_proof_from_the_one_before() {
        Shop shop = new Shop().deployed();
        shop.says(Shop.OLGA, new Command.DeclareHeld("web", "1.3.0", "old and good"));
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(5));
        shop.raises("ShopDown", 1);
        shop.planned();
        shop.approves(Shop.ERIN);
        assertThat(shop.orders()).isEqualTo(2);
        shop.tells(
                new RollbackEvent.OrderRefused(
                        shop.incident().id(),
                        shop.ordered().rollback(),
                        "authority",
                        "refused",
                        shop.house.now()));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.clears("ShopDown");
        assertThat(shop.state()).as("nothing was done since it was verified").isEqualTo("resolved");
    }
}
