package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.util.Map;

/// A service of the house is killed with -9 in the middle of the work.
@ResourceLock("house")
class KilledTest {
    private final WholeHouse house = WholeHouse.shared();

    @Test
    void an_executor_killed_during_a_step_ends_in_exactly_one_rollback() {
        try (Tenant shop = Tenant.well(house, "executor-killed", WholePack.AUTOMATIC)) {
            shop.world().holdsReloads();
            shop.deploys("v42").failing("v42", 0.3);
            Tenant.waiting().until(shop.world()::isReloading);

            house.kills(Service.EXECUTOR);
            shop.world().letsGo(); // the target does what it was asked; nobody hears its answer
            house.starts(Service.EXECUTOR);

            told(shop);
            Testimony.healedOnce(shop);
            Testimony.gaplessButForRepeats(shop);
            assertThat(shop.once(StepFinished.class))
                    .extracting(StepFinished::step)
                    .containsExactly("switch", "reload", "answers");
            assertThat(shop.events(StepFinished.class))
                    .filteredOn(e -> e.step().equals("reload"))
                    .allMatch(StepFinished::reconciled);
        }
    }

    @Test
    void a_detector_killed_before_and_after_it_raises_neither_loses_nor_doubles_a_trigger() {
        try (Tenant shop = Tenant.well(house, "detector-killed", WholePack.BY_APPROVAL)) {
            shop.deploys("v42").failing("v42", 0.3);
            Tenant.waiting().until(() -> shop.measures("http_requests_total{code=\"500\"} > 0"));

            house.kills(Service.DETECTOR);
            house.starts(Service.DETECTOR);
            ApprovalRequested asked = shop.awaits(ApprovalRequested.class);
            house.kills(Service.DETECTOR);
            house.starts(Service.DETECTOR);
            Reply approved =
                    shop.says(
                            WholeHouse.ADA,
                            asked.incident(),
                            "approve",
                            Map.of("reason", "it is bad", "planHash", asked.planHash()));

            assertThat(approved.status()).as(approved.body()).isEqualTo(200);
            told(shop);
            Testimony.healedOnce(shop);
            Testimony.gaplessButForRepeats(shop);
        }
    }

    @Test
    void a_decision_service_killed_while_the_rollback_runs_goes_on_where_it_was() {
        try (Tenant shop = Tenant.well(house, "decision-killed", WholePack.AUTOMATIC)) {
            shop.world().holdsReloads();
            shop.deploys("v42").failing("v42", 0.3);
            Tenant.waiting().until(shop.world()::isReloading);

            house.kills(Service.DECISION);
            shop.world().letsGo();
            house.starts(Service.DECISION);

            told(shop);
            Testimony.healedOnce(shop);
            Testimony.gaplessButForRepeats(shop);
        }
    }

    private static void told(Tenant shop) {
        String incident = shop.awaits(IncidentResolved.class).incident();
        shop.awaits(
                NoticeSent.class,
                n -> incident.equals(n.incident()) && n.about().equals("resolved"));
    }
}
