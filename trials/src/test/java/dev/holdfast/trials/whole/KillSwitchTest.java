package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.time.Duration;
import java.util.Map;

/// The kill switch stops what has not started, and lifting it lets it go on.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class KillSwitchTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final WholeHouse house = WholeHouse.shared();

    @Test
    void thrown_before_an_incident_nothing_starts_until_it_is_lifted() {
        try (Tenant shop = Tenant.well(house, "halted", WholePack.AUTOMATIC)) {
            halts(shop, true);
            shop.awaits(HaltChanged.class);
            shop.deploys("v42").failing("v42", 0.3);

            assertThat(shop.awaits(IncidentWithheld.class).reason()).contains("kill switch");
            assertThat(shop.events(RollbackStarted.class)).isEmpty();
            assertThat(shop.world().running()).isEqualTo("v42");

            halts(shop, false);
            shop.awaits(IncidentResolved.class);
            Testimony.healedOnce(shop);
        }
    }

    @Test
    void thrown_while_a_step_runs_no_further_step_starts_until_it_is_lifted() {
        try (Tenant shop = Tenant.well(house, "halted-midway", WholePack.AUTOMATIC)) {
            shop.world().holdsReloads();
            shop.deploys("v42").failing("v42", 0.3);
            Tenant.waiting().until(shop.world()::isReloading);

            halts(shop, true);
            shop.world().letsGo();

            shop.awaits(StepFinished.class, e -> e.step().equals("reload"));
            Tenant.waiting()
                    .during(A_SECOND)
                    .until(() ->
                            shop.events(StepStarted.class).stream()
                                    .noneMatch(e -> e.step().equals("answers")));
            halts(shop, false);
            shop.awaits(StepFinished.class, e -> e.step().equals("answers"));
            shop.awaits(IncidentResolved.class);
            Testimony.healedOnce(shop);
        }
    }

    private void halts(Tenant shop, boolean on) {
        Reply reply =
                house.post(
                        Service.EXECUTOR,
                        "/api/halt",
                        WholeHouse.ROOT,
                        Map.of("on", on, "reach", shop.scope().key(), "reason", "drill"));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    }
}
