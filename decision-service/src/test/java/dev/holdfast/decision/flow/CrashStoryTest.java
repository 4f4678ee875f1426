package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.VerificationRequested;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

/// Decision-service dies at each durable write: nothing is lost and nothing doubled.
final class CrashStoryTest {
    @ParameterizedTest(name = "dies at durable write {0}, after it: {1}")
    @CsvSource({
        "1,false", "2,false", "3,false", "4,false", "5,false", "6,false", "7,false", "8,false",
        "1,true", "2,true", "3,true", "4,true", "5,true", "6,true", "7,true", "8,true"
    })
    void a_bad_release_is_rolled_back_once_even_when_decision_service_dies(
            int write, boolean after) {
        Shop shop = new Shop().deployed();
        shop.store.crashAtWrite(write, after);
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(16));
        assertThat(shop.house.events(IncidentOpened.class)).hasSize(1);
        assertThat(shop.house.events(RollbackProposed.class)).hasSize(1);
        assertThat(shop.house.events(RollbackOrdered.class)).hasSize(1);
        assertThat(shop.house.events(VerificationRequested.class)).hasSize(1);
        assertThat(shop.house.events(IncidentResolved.class)).hasSize(1);
        assertThat(new AuditCheck(shop.store).verify(java.util.Map.of()).whole()).isTrue();
    }
}
