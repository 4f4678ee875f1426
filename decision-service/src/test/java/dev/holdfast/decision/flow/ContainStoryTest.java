package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.decision.RichPack;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// The harm is stopped at once, and the rest is asked for.
final class ContainStoryTest {
    private final Shop shop = new Shop(RichPack.pack());

    @BeforeEach
    void deployed() {
        shop.deploys(Shop.GOOD, "code");
        shop.passes(java.time.Duration.ofMinutes(31));
        shop.signal(
                "deployment.started", Map.of("component", "web", "release", Shop.BAD.version()));
        shop.deploys(Shop.BAD, "code");
        shop.passes(java.time.Duration.ofMinutes(5));
        shop.raises("DataCorruption", 1);
    }

    @Test
    void the_containment_is_ordered_without_people_and_the_rest_is_asked() {
        assertThat(shop.proposed().runbook()).isEqualTo("read-only");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
        shop.starts();
        shop.completes();
        assertThat(shop.proposed().runbook()).isEqualTo("restore");
        assertThat(shop.house.events(ReleaseFailed.class)).isEmpty();
        shop.planned("40 minutes of orders");
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        shop.approves(Shop.OLGA);
        shop.approves(Shop.ERIN);
        assertThat(shop.orders()).isEqualTo(2);
        shop.starts();
        shop.completes();
        assertThat(shop.state()).isEqualTo("verifying");
        assertThat(shop.house.events(ReleaseFailed.class)).hasSize(1);
        assertThat(shop.house.events(VerificationRequested.class).getLast().stage())
                .isEqualTo("immediate");
    }

    @Test
    void a_containment_that_would_lose_data_is_none() {
        shop.planned("a table");
        assertThat(shop.orders()).isZero();
        assertThat(shop.proposed().runbook()).isEqualTo("restore");
        shop.planned("40 minutes of orders");
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void a_containment_that_fails_leaves_the_rest_to_people() {
        shop.planned();
        shop.starts();
        shop.fails("the database does not answer");
        assertThat(shop.proposed().runbook()).isEqualTo("restore");
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_containment_without_a_plan_leaves_the_rest_to_people() {
        var p = shop.proposed();
        shop.tells(
                new RollbackEvent.PlanRefused(
                        p.incident(), p.rollback(), List.of("no such database"), shop.house.now()));
        assertThat(shop.proposed().runbook()).isEqualTo("restore");
    }

    @Test
    void measured_calm_does_not_end_what_is_contained() {
        shop.planned();
        shop.starts();
        shop.completes();
        shop.planned("40 minutes of orders");
        shop.clears("DataCorruption");
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }
}
