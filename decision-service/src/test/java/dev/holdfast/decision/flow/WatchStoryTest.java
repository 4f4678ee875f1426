package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.decision.ShopPack;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// The end of a watch is judged by what is true then.
final class WatchStoryTest {
    private static final String ROWS =
            """
            matrix:
              - {name: young, when: 'trigger.rule == "Lag" && release.age_minutes < 12', severity: P1, impact: Slow., action: watch, watch: 10m, runbook: application}
              - {name: old, when: 'trigger.rule == "Lag"', severity: P1, impact: Slow., action: ask, runbook: application}
              - {name: drip, when: 'trigger.rule == "Leak" && trigger.value < 0.1', severity: P3, impact: None., action: ignore}
              - {name: wet, when: 'trigger.rule == "Leak"', severity: P3, impact: Wet., action: watch, watch: 10m, runbook: application}
            """;

    private final Shop shop =
            new Shop(ShopPack.with(ShopPack.DECISIONS.replace("matrix:\n", ROWS))).deployed();

    @Test
    void a_row_that_says_ask_by_then_asks() {
        shop.raises("Lag", 1);
        assertThat(shop.state()).isEqualTo("watching");
        shop.passes(Duration.ofMinutes(10).plusMillis(1));
        assertThat(shop.house.events(DecisionMade.class).getLast().row()).isEqualTo("old");
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void what_runs_by_then_is_what_is_rolled_back() {
        Release newer = new Release("web", "1.5.1");
        shop.raises("Slow", 2);
        shop.passes(Duration.ofMinutes(5));
        shop.deploys(newer, "code");
        shop.passes(Duration.ofMinutes(5).plusMillis(1));
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.proposed().from()).isEqualTo(newer);
        assertThat(shop.house.events(DecisionMade.class).getLast().action()).isEqualTo("rollback");
    }

    @Test
    void what_is_ignored_by_then_is_watched_on_and_judged_at_each_statement() {
        shop.raises("Leak", 0.5);
        assertThat(shop.state()).isEqualTo("watching");
        shop.raises("Leak", 0.05);
        shop.passes(Duration.ofMinutes(30));
        assertThat(shop.state()).isEqualTo("watching");
        shop.raises("Leak", 0.5);
        assertThat(shop.state()).isEqualTo("planning");
    }
}
