package dev.holdfast.trials.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

import java.util.Map;

/// Nothing acts without authority: what people must agree to waits for them, and not for ever.
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(value = "house", mode = ResourceAccessMode.READ)
class ApprovalTest {
    private final WholeHouse house = WholeHouse.shared();

    @Test
    void it_waits_for_an_approval_refuses_wrong_ones_and_proceeds_on_the_right_one() {
        try (Tenant shop = Tenant.well(house, "approved", WholePack.BY_APPROVAL)) {
            shop.deploys("v42").failing("v42", 0.3);
            ApprovalRequested asked = shop.awaits(ApprovalRequested.class);
            Map<String, String> right = Map.of("reason", "it is bad", "planHash", asked.planHash());

            Reply nobody = shop.says("", asked.incident(), "approve", right);
            Reply stranger = shop.says("guessed", asked.incident(), "approve", right);
            Reply wrongRole = shop.says(WholeHouse.BEN, asked.incident(), "approve", right);
            Reply wrongPlan =
                    shop.says(
                            WholeHouse.ADA,
                            asked.incident(),
                            "approve",
                            Map.of("reason", "it is bad", "planHash", "another"));

            assertThat(nobody.status()).isEqualTo(401);
            assertThat(stranger.status()).isEqualTo(401);
            assertThat(wrongRole.status()).isEqualTo(403);
            assertThat(wrongRole.type()).startsWith("application/problem+json");
            assertThat(wrongRole.json().path("detail").asText()).contains("lead", "ben");
            assertThat(wrongPlan.status()).isEqualTo(409);
            assertThat(wrongPlan.json().path("detail").asText()).contains(asked.planHash());
            assertThat(shop.events(RollbackOrdered.class)).isEmpty();
            assertThat(shop.world().running()).isEqualTo("v42");

            Reply approved = shop.says(WholeHouse.ADA, asked.incident(), "approve", right);

            assertThat(approved.status()).as(approved.body()).isEqualTo(200);
            shop.awaits(IncidentResolved.class);
            Testimony.healedOnce(shop);
            assertThat(shop.awaits(ApprovalGranted.class).by()).isEqualTo("ada");
            assertThat(shop.awaits(RollbackOrdered.class).authority().people())
                    .singleElement()
                    .asString()
                    .contains("ada");
        }
    }

    @Test
    void an_unanswered_question_expires_and_goes_on_to_people() {
        try (Tenant shop = Tenant.well(house, "unanswered", WholePack.BY_QUICK_APPROVAL)) {
            shop.deploys("v42").failing("v42", 0.3);
            ApprovalRequested asked = shop.awaits(ApprovalRequested.class);

            assertThat(shop.awaits(ApprovalExpired.class).request()).isEqualTo(asked.request());
            shop.awaits(IncidentEscalated.class);
            Reply late =
                    shop.says(
                            WholeHouse.ADA,
                            asked.incident(),
                            "approve",
                            Map.of("reason", "now I am here", "planHash", asked.planHash()));

            assertThat(late.status()).as(late.body()).isEqualTo(409);
            assertThat(shop.events(RollbackOrdered.class)).isEmpty();
            assertThat(shop.world().running()).isEqualTo("v42");
        }
    }
}
