package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Orders that must not be carried out, put on the topic by somebody who has no right to.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class RefusedOrderTest {
    private static final Authority ADA = new Authority(null, List.of("ada (lead)"));
    private static final Authority NOBODY = new Authority(null, List.of());

    private final WholeHouse house = WholeHouse.shared();

    @Test
    void without_authority_for_another_plan_or_too_late_it_is_refused_and_recorded() {
        try (Tenant shop = Tenant.well(house, "forged", WholePack.BY_APPROVAL)) {
            shop.deploys("v42").failing("v42", 0.3);
            String rollback = shop.awaits(ApprovalRequested.class).rollback();
            PlanReady plan = shop.awaits(PlanReady.class, p -> p.rollback().equals(rollback));
            Instant soon = Instant.now().plusSeconds(60);

            orders(shop, plan, plan.hash(), NOBODY, soon);
            orders(shop, plan, "0".repeat(64), ADA, soon);
            orders(shop, plan, plan.hash(), ADA, Instant.now().minusSeconds(1));

            shop.awaits(OrderRefused.class, r -> r.kind().equals("late"));
            assertThat(shop.events(OrderRefused.class))
                    .extracting(OrderRefused::kind)
                    .containsExactly("authority", "hash", "late");
            assertThat(shop.events(OrderRefused.class))
                    .allMatch(r -> r.incident().equals(plan.incident()) && !r.reason().isBlank());
            assertThat(shop.events(RollbackStarted.class)).isEmpty();
            assertThat(shop.world().running()).isEqualTo("v42");
        }
    }

    @Test
    void while_one_runs_a_second_one_is_refused_and_told_who_holds_the_system() {
        try (Tenant shop = Tenant.well(house, "busy", WholePack.AUTOMATIC)) {
            shop.world().holdsReloads();
            shop.deploys("v42").failing("v42", 0.3);
            Tenant.waiting().until(shop.world()::isReloading);
            RollbackStarted first = shop.awaits(RollbackStarted.class);
            Reply preview =
                    house.post(
                            Service.DECISION,
                            "/api/systems/%s/plan".formatted(shop.scope()),
                            WholeHouse.ADA,
                            Map.of());
            assertThat(preview.status()).as(preview.body()).isEqualTo(200);
            String id = preview.json().path("incident").asText();
            PlanReady second = shop.awaits(PlanReady.class, p -> p.incident().equals(id));

            orders(shop, second, second.hash(), ADA, Instant.now().plusSeconds(60));

            OrderRefused refused = shop.awaits(OrderRefused.class);
            assertThat(refused.kind()).isEqualTo("busy");
            assertThat(refused.reason()).contains(first.rollback(), first.incident());
            shop.world().letsGo();
            shop.awaits(IncidentResolved.class);
            assertThat(shop.events(RollbackStarted.class)).containsExactly(first);
            assertThat(shop.world().reloads()).containsExactly("v41");
        }
    }

    @Test
    void week_old_triggers_replayed_from_the_beginning_give_no_order() {
        try (Tenant shop = Tenant.well(house, "old-news", WholePack.AUTOMATIC)) {
            shop.deploys("v42");
            Instant weekAgo = Instant.now().minus(Duration.ofDays(7));

            for (int n = 0; n < 20; n++) {
                Instant at = weekAgo.plusSeconds(n);
                Trigger old =
                        new Trigger(
                                "old-" + n,
                                "ErrorRatioHigh",
                                Map.of("component", "backend"),
                                Map.of(),
                                "x > 0.05",
                                0.3,
                                0.05,
                                at);
                var raised = new TriggerRaised(old, at, List.of());
                house.wire().forges(Topic.TRIGGERS, shop.scope(), raised, at);
            }
            // What is read after them, in order with them, shows that they were read.
            shop.deploys("v43");

            shop.awaits(ReleaseDeployed.class, e -> e.release().version().equals("v43"));
            // An order would come some time after what was read: planning takes its time.
            await().during(Duration.ofSeconds(4))
                    .atMost(Duration.ofSeconds(8))
                    .until(() -> shop.events(RollbackOrdered.class).isEmpty());
            assertThat(shop.world().running()).isEqualTo("v43");
        }
    }

    private void orders(
            Tenant shop, PlanReady plan, String hash, Authority authority, Instant notAfter) {
        RollbackOrdered order =
                new RollbackOrdered(
                        plan.incident(),
                        plan.rollback(),
                        hash,
                        new Release("backend", "v42"),
                        new Release("backend", "v41"),
                        authority,
                        notAfter,
                        "forged",
                        Instant.now());
        house.wire().forges(Topic.INCIDENTS, shop.scope(), order, Instant.now());
    }
}
