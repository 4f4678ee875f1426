package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What is heard late, or from elsewhere, still counts for what it is.
final class LateNewsStoryTest {
    private final Shop shop = new Shop().deployed();

    private void orderedAndUnanswered() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.passes(Duration.ofMinutes(2).plusSeconds(26));
        assertThat(shop.state()).isEqualTo("escalated");
    }

    @Test
    void a_rollback_that_ends_late_is_taken_in_while_another_is_planned() {
        orderedAndUnanswered();
        shop.says(Shop.OLGA, new Command.Rollback("once more", null, null));
        assertThat(shop.state()).isEqualTo("planning");
        shop.starts();
        assertThat(shop.state()).isEqualTo("rolling-back");
        shop.completes();
        assertThat(shop.state()).isEqualTo("verifying");
        assertThat(shop.site().ledger().running("web").orElseThrow().release())
                .isEqualTo(Shop.GOOD);
    }

    @Test
    void a_rollback_that_ends_late_is_taken_in_while_people_are_asked() {
        orderedAndUnanswered();
        shop.says(Shop.OLGA, new Command.Rollback("once more", null, null));
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        shop.completes();
        assertThat(shop.state()).isEqualTo("verifying");
    }

    @Test
    void a_rollback_that_ends_after_its_incident_still_changes_the_ledger() {
        orderedAndUnanswered();
        shop.says(Shop.OLGA, new Command.Close(shop.incident().id(), "by hand"));
        shop.completes();
        assertThat(shop.state()).isEqualTo("closed");
        assertThat(shop.site().ledger().failedAt(Shop.BAD)).isPresent();
        assertThat(shop.site().ledger().running("web").orElseThrow().release())
                .isEqualTo(Shop.GOOD);
    }

    @Test
    void a_rule_that_was_removed_is_unknown_at_once_and_nothing_acts_on_it() {
        shop.raises("HighErrorRate", 0.2);
        var trigger = shop.trigger("HighErrorRate", 0.2);
        shop.forgets("HighErrorRate");
        shop.tells(new TriggerCleared(trigger, shop.house.now(), "rule removed"));
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void a_repair_by_hand_is_a_deployment_and_the_bad_release_never_holds() {
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.fails("exit code 1");
        shop.planned();
        shop.starts();
        shop.fails("exit code 2");
        assertThat(shop.state()).isEqualTo("escalated");
        shop.deploys(Shop.GOOD, "code");
        assertThat(shop.site().ledger().running("web").orElseThrow().release())
                .isEqualTo(Shop.GOOD);
        shop.clears("HighErrorRate");
        shop.says(Shop.OLGA, new Command.Close(shop.incident().id(), "repaired by hand"));
        shop.passes(Duration.ofHours(2));
        assertThat(shop.house.events(ReleaseHeld.class))
                .extracting(ReleaseHeld::release)
                .doesNotContain(Shop.BAD);
    }
}
