package dev.holdfast.executor.domain.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class DrillOrderTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
    private static final Release TO = new Release("api", "1.4.1");
    private static final Scope DRILL = new Scope("shop", "production", "friday");

    @Test
    void a_drill_of_a_pack_without_a_lab_never_acts() {
        assertThat(judged(DRILL, false).map(Refusal::kind)).contains("lab");
    }

    @Test
    void a_drill_acts_in_its_lab() {
        assertThat(judged(DRILL, true)).isEmpty();
    }

    @Test
    void a_real_order_needs_no_lab() {
        assertThat(judged(Scope.of("shop", "production"), false)).isEmpty();
    }

    private static Optional<Refusal> judged(Scope scope, boolean lab) {
        var rollback =
                new Rollback(
                        "r",
                        "shop-1",
                        "back",
                        Severity.P1,
                        null,
                        TO,
                        null,
                        null,
                        null,
                        new RollbackState.Planned("hash", NOW.plusSeconds(60)),
                        List.of(),
                        0,
                        null,
                        null,
                        null);
        var order =
                new RollbackOrdered(
                        "shop-1",
                        "r",
                        "hash",
                        null,
                        TO,
                        new Authority("rule", List.of()),
                        NOW.plusSeconds(60),
                        "reason",
                        NOW);
        return Order.judge(
                order,
                new Order.Situation(scope, rollback, null, null, Optional.empty(), lab, NOW));
    }
}
