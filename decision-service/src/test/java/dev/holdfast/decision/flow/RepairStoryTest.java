package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Remark.FixDeclared;
import dev.holdfast.decision.RichPack;
import dev.holdfast.decision.domain.incident.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/// Rollback or fix forward, rollback at a time, and only so long after a deployment.
final class RepairStoryTest {
    private final Shop shop = new Shop(RichPack.pack());

    @BeforeEach
    void deployed() {
        shop.deploys(Shop.GOOD, "code");
        shop.passes(Duration.ofMinutes(31));
        shop.signal(
                "deployment.started", Map.of("component", "web", "release", Shop.BAD.version()));
        shop.deploys(Shop.BAD, "code");
        shop.passes(Duration.ofMinutes(5));
    }

    private Answer promises(String estimate) {
        return shop.says(
                Shop.OLGA,
                new Command.PromiseFix(
                        shop.incident().id(), Duration.parse("PT" + estimate), "we know the line"));
    }

    private void asked() {
        shop.raises("Minor", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void the_rollback_goes_on_one_tick_after_the_estimate_and_not_before() {
        asked();
        promises("20M");
        assertThat(shop.state()).isEqualTo("fixing");
        Duration left = Duration.between(shop.house.now(), shop.incident().state().deadline());
        assertThat(left)
                .isBetween(
                        Duration.ofMinutes(20).minusSeconds(1),
                        Duration.ofMinutes(20).plusMillis(1));
        shop.passes(left.minusMillis(100));
        assertThat(shop.state()).isEqualTo("fixing");
        shop.passes(Duration.ofMillis(100));
        assertThat(shop.state()).isEqualTo("planning");
    }

    @Test
    void a_repair_that_helps_ends_it() {
        asked();
        promises("20M");
        shop.passes(Duration.ofMinutes(7));
        shop.clears("Minor");
        assertThat(shop.state()).isEqualTo("resolved");
    }

    @Test
    void it_waits_no_longer_when_it_becomes_worse() {
        asked();
        promises("20M");
        shop.raises("ShopDown", 1);
        assertThat(shop.state()).isEqualTo("planning");
        assertThat(promises("5M"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.reason()).contains("P0 waits for no repair"));
    }

    @Test
    void estimates_and_extensions_are_limited() {
        asked();
        assertThat(promises("31M"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.INVALID));
        assertThat(promises("30M")).isInstanceOf(Answer.Done.class);
        assertThat(promises("30M")).isInstanceOf(Answer.Done.class);
        assertThat(promises("1M"))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.kind()).isEqualTo(Refusal.Kind.CONFLICT));
        assertThat(shop.house.events(FixDeclared.class))
                .extracting(FixDeclared::extension)
                .containsExactly(0, 1);
    }

    @Test
    void a_scheduled_rollback_waits_for_its_hours_and_is_looked_at_again_then() {
        shop.raises("Slow", 1);
        assertThat(shop.state()).isEqualTo("scheduled");
        assertThat(shop.incident().state().deadline())
                .isEqualTo(java.time.Instant.parse("2026-11-20T21:00:00Z"));
        shop.passes(Duration.between(shop.house.now(), shop.incident().state().deadline()));
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void what_has_cleared_by_its_time_is_not_rolled_back() {
        shop.raises("Slow", 1);
        shop.clears("Slow");
        assertThat(shop.state()).isEqualTo("resolved");
        assertThat(shop.orders()).isZero();
    }

    @Test
    void a_person_cancels_what_is_scheduled() {
        shop.raises("Slow", 1);
        shop.says(Shop.OLGA, new Command.Abort(shop.incident().id(), "we tune the cache"));
        assertThat(shop.state()).isEqualTo("escalated");
        shop.passes(Duration.ofHours(20));
        assertThat(shop.orders()).isZero();
    }

    @Test
    void the_next_deployment_ends_it_or_people_are_asked() {
        shop.raises("Cosmetic", 1);
        shop.passes(Duration.ofHours(2));
        shop.deploys(new dev.holdfast.backbone.events.Release("web", "1.5.1"), "code");
        assertThat(shop.state()).isEqualTo("watching");
        shop.passes(Duration.ofMinutes(15).plusSeconds(1));
        assertThat(shop.state()).isEqualTo("planning");
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void after_the_window_of_the_deployment_people_must_agree() {
        shop.passes(Duration.ofMinutes(55).minusMillis(1));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.orders()).isEqualTo(1);
    }

    @Test
    void on_the_tick_at_which_the_window_closes_people_are_asked() {
        shop.passes(Duration.ofMinutes(55));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void a_completed_workflow_closes_the_window_before_its_time() {
        shop.signal(
                "deployment.completed", Map.of("component", "web", "release", Shop.BAD.version()));
        shop.raises("ShopDown", 1);
        shop.planned();
        assertThat(shop.state()).isEqualTo("awaiting-approval");
    }

    @Test
    void a_promised_time_that_is_not_kept_is_told_once() {
        shop.raises("ShopDown", 1);
        shop.passes(Duration.ofMinutes(5).minusMillis(1));
        assertThat(shop.house.events(dev.holdfast.backbone.events.Remark.TargetMissed.class))
                .isEmpty();
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.house.events(dev.holdfast.backbone.events.Remark.TargetMissed.class))
                .hasSize(1);
    }
}
