package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.policy.Mode;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/// What was rolled back once, or stopped by a person, is not done again without people.
final class SecondTimeStoryTest {
    private final Shop shop = new Shop().deployed();

    @Test
    void what_came_back_is_for_people_even_if_it_was_withheld_in_between() {
        shop.says(Shop.OLGA, new Command.DeclareHeld("web", "1.3.0", "it ran for a year"));
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(5));
        shop.says(Shop.ADMIN, new Command.SetMode(Mode.OBSERVE, "careful"));
        shop.raises("HighErrorRate", 0.3);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        shop.says(Shop.ADMIN, new Command.SetMode(Mode.AUTOMATIC, "go on"));
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void what_came_back_is_for_people_even_if_it_gets_worse_while_they_are_asked() {
        shop.says(Shop.OLGA, new Command.DeclareHeld("web", "1.3.0", "it ran for a year"));
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofMinutes(5));
        shop.raises("Minor", 1);
        shop.planned();
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void what_a_person_denied_is_for_people_when_it_gets_worse() {
        shop.raises("Minor", 1);
        shop.planned();
        shop.says(Shop.OLGA, new Command.Deny(shop.incident().id(), "a false alarm"));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void what_a_person_stopped_is_for_people_when_it_gets_worse() {
        shop.raises("HighErrorRate", 0.2);
        shop.says(Shop.OLGA, new Command.Abort(shop.incident().id(), "wait"));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void a_refused_plan_is_not_answered_by_verifying_what_was_never_ordered() {
        String tries = "on-failure:\n  - {verify: extended}\n  - {ask: [cto]}\n#";
        Shop other =
                new Shop(
                                ShopPack.with(
                                        ShopPack.DECISIONS
                                                .replace("on-failure:", tries + " ")
                                                .replaceAll("  - \\{runbook: full-system.*\\n", "")
                                                .replaceAll(
                                                        "  - \\{verify: extended, after.*\\n", "")))
                        .deployed();
        other.raises("HighErrorRate", 0.2);
        other.tells(
                new PlanRefused(
                        other.proposed().incident(),
                        other.proposed().rollback(),
                        List.of("no such runbook"),
                        other.house.now()));
        assertThat(other.state()).isEqualTo("escalated");
        other.passes(Duration.ofMinutes(5));
        assertThat(other.state()).isEqualTo("escalated");
    }
}
