package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Refusal;
import dev.holdfast.decision.domain.policy.Mode;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/// It cannot run away.
final class SafetyStoryTest {
    private Shop shop = new Shop().deployed();

    @Test
    void a_fresh_install_observes_decides_and_tells_and_does_nothing() {
        shop =
                new Shop(ShopPack.with(ShopPack.DECISIONS.replace("mode: automatic\n", "")))
                        .deployed();
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.orders()).isZero();
        IncidentWithheld withheld = shop.house.events(IncidentWithheld.class).getLast();
        assertThat(withheld.would())
                .isEqualTo(
                        "roll web 1.5.0 back to 1.4.1 by runbook 'application' in 1 steps, about 20s");
        assertThat(withheld.reason()).contains("observe");
        shop.passes(Duration.ofHours(3));
        assertThat(shop.orders()).isZero();
        assertThat(shop.state()).isEqualTo("withheld");
        shop.clears("ShopDown");
        assertThat(shop.state()).isEqualTo("resolved");
    }

    @Test
    void a_person_who_may_changes_the_mode_and_what_was_withheld_is_decided_anew() {
        shop =
                new Shop(
                                ShopPack.with(
                                        ShopPack.DECISIONS.replace(
                                                "mode: automatic", "mode: observe")))
                        .deployed();
        shop.raises("ShopDown", 1);
        shop.planned();
        Answer no = shop.says(Shop.OLGA, new Command.SetMode(Mode.AUTOMATIC, "trust it"));
        assertThat(AuthorityStoryTest.refused(no)).isEqualTo(Refusal.Kind.FORBIDDEN);
        shop.says(Shop.ADMIN, new Command.SetMode(Mode.AUTOMATIC, "trust it"));
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void in_propose_mode_people_allow_every_order() {
        shop.says(Shop.ADMIN, new Command.SetMode(Mode.PROPOSE, "carefully"));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void the_kill_switch_withholds_and_its_lifting_decides_anew() {
        Scope house = Scope.of("holdfast", "all");
        var _ =
                shop.house.publish(
                        house, new HaltChanged(true, "*", "carol", "stop all", shop.house.now()));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.orders()).isZero();
        var _ =
                shop.house.publish(
                        house, new HaltChanged(false, "*", "carol", "go on", shop.house.now()));
        shop.passes(Duration.ofMillis(1));
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void throwing_the_kill_switch_takes_back_what_people_are_asked() {
        shop.raises("Minor", 1);
        shop.planned();
        var _ =
                shop.house.publish(
                        Shop.PRODUCTION,
                        new HaltChanged(
                                true, "shop/production", "carol", "stop", shop.house.now()));
        shop.passes(Duration.ofMillis(1));
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(AuthorityStoryTest.refused(shop.approves(Shop.OLGA)))
                .isEqualTo(Refusal.Kind.CONFLICT);
    }

    @Test
    void cool_down_and_rollbacks_in_the_window_are_kept() {
        rollBack("HighErrorRate");
        Release next = new Release("web", "1.5.1");
        shop.deploys(next, "code");
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.orders()).isEqualTo(2);
        finish("ShopDown");
        shop.deploys(new Release("web", "1.5.2"), "code");
        shop.passes(Duration.ofMinutes(16));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.house.events(IncidentWithheld.class).getLast().reason())
                .isEqualTo("2 of 2 rollbacks of this system within 1d");
        assertThat(shop.orders()).isEqualTo(2);
    }

    @Test
    void a_second_incident_within_the_cool_down_waits_for_its_end() {
        shop =
                new Shop(
                                ShopPack.with(
                                        ShopPack.DECISIONS.replace(
                                                "watch-after: 15m", "watch-after: 0s")))
                        .deployed();
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears("HighErrorRate");
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.state()).isEqualTo("resolved");
        shop.deploys(new Release("web", "1.5.1"), "code");
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        shop.passes(Duration.ofMinutes(15));
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.orders()).isEqualTo(2);
    }

    @Test
    void nothing_goes_back_to_what_it_was_rolled_away_from() {
        rollBack("HighErrorRate");
        shop.says(Shop.OLGA, new Command.DeclareHeld("web", "1.3.0", "it ran for a year"));
        shop.passes(Duration.ofMinutes(20));
        shop.says(Shop.OLGA, new Command.Rollback("go to 1.5.0", "web", "1.5.0"));
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        assertThat(shop.house.events(DecisionMade.class).getLast().sentence())
                .contains("was rolled away from");
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void a_freeze_withholds_all_but_its_exceptions() {
        shop =
                new Shop(
                                ShopPack.with(
                                        ShopPack.DECISIONS.replace(
                                                "  not-again: 7d",
                                                """
                                                  not-again: 7d
                                                  freeze:
                                                    - {name: sale, from: "2026-11-20T00:00:00Z", to: "2026-11-21T00:00:00Z", except: [P0]}
                                                """
                                                        .stripTrailing())))
                        .deployed();
        shop.raises("HighErrorRate", 0.2);
        shop.planned();
        assertThat(shop.state()).isEqualTo("withheld");
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void nothing_is_decided_before_everything_older_was_read() {
        shop.store.upToDate(false);
        shop.raises("ShopDown", 1);
        assertThat(shop.house.events(IncidentOpened.class)).isEmpty();
        shop.clears("ShopDown");
        shop.raises("HighErrorRate", 0.2);
        shop.store.upToDate(true);
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(IncidentOpened.class)).hasSize(1);
        assertThat(shop.house.events(IncidentOpened.class).getFirst().triggers())
                .containsExactly("HighErrorRate");
    }

    @Test
    void a_plan_that_is_read_before_everything_older_orders_only_after() {
        shop.raises("ShopDown", 1);
        shop.store.upToDate(false);
        shop.planned();
        assertThat(shop.orders()).isZero();
        shop.store.upToDate(true);
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.orders()).isEqualTo(1);
    }

    private void rollBack(String rule) {
        shop.raises(rule, 0.2);
        shop.planned();
        finish(rule);
    }

    private void finish(String rule) {
        shop.starts();
        shop.completes();
        shop.verified();
        shop.clears(rule);
        shop.passes(Duration.ofMinutes(16));
    }
}
