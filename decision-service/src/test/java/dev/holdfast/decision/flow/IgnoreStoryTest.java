package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.policy.Mode;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// What a row ignores is left alone, and never makes anything else unseen.
final class IgnoreStoryTest {
    private static final String ROWS =
            """
            matrix:
              - {name: drip, when: 'trigger.rule == "Leak" && trigger.value < 0.1', severity: P3, impact: None., action: ignore}
              - {name: flood, when: 'trigger.rule == "Leak"', severity: P0, impact: Much., action: rollback, runbook: application}
            """;

    private final Shop shop =
            new Shop(ShopPack.with(ShopPack.DECISIONS.replace("matrix:\n", ROWS))).deployed();

    @Test
    void what_is_ignored_opens_nothing_and_is_judged_again_when_it_gets_worse() {
        shop.raises("Leak", 0.06);
        shop.passes(Duration.ofMinutes(5));
        assertThat(shop.incidents()).isEmpty();
        assertThat(shop.house.events(DecisionMade.class)).isEmpty();
        shop.raises("Leak", 0.9);
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.incident().severity()).isEqualTo(Severity.P0);
    }

    @Test
    void what_is_ignored_hides_nothing_that_stands_beside_it() {
        shop.raises("Leak", 0.06);
        shop.raises("ShopDown", 1);
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(shop.house.events(DecisionMade.class).getLast().row()).isEqualTo("down");
    }

    @Test
    void an_open_incident_stays_where_it_is_while_its_row_says_ignore() {
        shop.says(Shop.ADMIN, new Command.SetMode(Mode.OBSERVE, "look first"));
        shop.raises("Leak", 0.9);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        shop.raises("Leak", 0.06);
        shop.says(Shop.ADMIN, new Command.SetMode(Mode.AUTOMATIC, "trust it"));
        shop.passes(Duration.ofMinutes(150));
        assertThat(shop.state()).isEqualTo("withheld");
        shop.raises("Leak", 0.9);
        shop.passes(Duration.ofMinutes(61));
        assertThat(shop.state()).isEqualTo("escalated").as("the plan did not come");
        assertThat(shop.incident().attempts()).isEqualTo(2);
    }
}
