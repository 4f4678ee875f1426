package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.local.Service;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// The main job, from a scraped metric to a resolved incident.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class HealingTest {
    private final WholeHouse house = WholeHouse.shared();

    @Test
    void a_bad_release_is_rolled_back_proven_and_told() {
        try (Tenant shop = Tenant.well(house, "healed", WholePack.AUTOMATIC)) {
            String incident = healed(shop);

            Testimony.gapless(shop);
            Testimony.oneTrace(shop, incident);
            Testimony.caused(shop);
            assertThat(shop.events(ReleaseFailed.class))
                    .singleElement()
                    .satisfies(e -> assertThat(e.release().version()).isEqualTo("v42"));
            JsonNode audit =
                    house.get(Service.DECISION, "/api/audit/verify", WholeHouse.ROOT).json();
            assertThat(audit.path("whole").asBoolean()).as("%s", audit).isTrue();
            assertThat(audit.path("entries").asLong()).isGreaterThan(10);
        }
    }

    /// The core of it, for any house: v42 breaks, v41 is back.
    static String healed(Tenant shop) {
        shop.deploys("v42").failing("v42", 0.3);

        String incident = shop.awaits(IncidentResolved.class).incident();
        shop.awaits(
                NoticeSent.class,
                n -> incident.equals(n.incident()) && n.about().equals("resolved"));
        Testimony.healedOnce(shop);
        return incident;
    }

    @Test
    void where_no_earlier_release_held_people_are_asked() {
        try (Tenant shop = Tenant.fresh(house, "first-ever", WholePack.AUTOMATIC)) {
            shop.failing("v1", 0.3).deploys("v1");

            assertThat(shop.awaits(IncidentEscalated.class).reason()).contains("held");
            assertThat(shop.events(IncidentOpened.class)).hasSize(1);
            assertThat(shop.events(RollbackOrdered.class)).isEmpty();
            assertThat(shop.world().reloads()).isEmpty();
        }
    }
}
