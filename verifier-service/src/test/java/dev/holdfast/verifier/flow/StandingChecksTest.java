package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.Packs;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class StandingChecksTest {
    private static final Scope DRILL = new Scope("shop", "production", "friday");

    private final ShopHouse shop = new ShopHouse(Packs.with(Packs.SHOP));

    private List<StandingCheckFinished> runs(String check) {
        return shop.house.events(StandingCheckFinished.class).stream()
                .filter(s -> s.check().equals(check))
                .toList();
    }

    @Test
    void each_runs_on_its_own_schedule_from_the_moment_the_pack_is_current() {
        shop.passes(Duration.ofSeconds(59));
        assertThat(runs("health")).hasSize(12);
        assertThat(runs("totals")).hasSize(2);
        shop.passes(Duration.ofMillis(1_001));
        assertThat(runs("health")).hasSize(13);
        assertThat(runs("totals")).hasSize(3);
        assertThat(runs("totals").getFirst().value()).isEqualTo(0.0);
    }

    @Test
    void each_run_says_what_it_found() {
        shop.passes(Duration.ofSeconds(6));
        shop.world.answers("/health", FakeWorld.http(503, ""));
        shop.passes(Duration.ofSeconds(5));
        shop.world.answers("/health", FakeWorld.gone());
        shop.passes(Duration.ofSeconds(5));
        assertThat(runs("health").stream().map(StandingCheckFinished::verdict))
                .containsExactly(
                        Verdict.PASSED, Verdict.PASSED, Verdict.FAILED, Verdict.INCONCLUSIVE);
        assertThat(shop.store.under(ShopHouse.SHOP, Shelves.STANDING)).hasSize(2);
    }

    @Test
    void a_new_pack_changes_the_schedule_and_ends_what_is_gone() {
        PackFiles other =
                Packs.with(
                        Packs.SHOP.replace(
                                "  health: { every: 5s }\n  totals: { every: 30s }\n",
                                "  totals: { every: 10s }\n"));
        shop.passes(Duration.ofSeconds(1));
        shop.house.offer(other);
        shop.house.publish(
                Scope.pack("shop"), new PackActivated("shop", other.digest(), shop.house.now()));
        int before = runs("health").size();
        shop.passes(Duration.ofSeconds(60));
        assertThat(runs("health")).hasSize(before);
        assertThat(runs("totals").size()).isBetween(7, 8);
        assertThat(shop.store.under(ShopHouse.SHOP, Shelves.STANDING)).hasSize(1);
    }

    @Test
    void a_crash_at_any_write_loses_no_schedule() {
        for (int write = 1; write <= 8; write++) {
            ShopHouse fresh = new ShopHouse(Packs.with(Packs.SHOP));
            fresh.store.crashAtWrite(write, write % 2 == 0);
            fresh.passes(Duration.ofMinutes(2));
            assertThat(
                            fresh.house.events(StandingCheckFinished.class).stream()
                                    .filter(s -> s.check().equals("health"))
                                    .count())
                    .as("crash at write %d", write)
                    .isBetween(20L, 26L);
        }
    }

    @Test
    void in_a_drill_they_stand_under_its_key_against_the_lab_until_it_ends() {
        ShopHouse drilled = new ShopHouse(Packs.inLab(Packs.SHOP));
        drilled.house.publish(DRILL, signal("drill.begun", drilled.house.now()));
        drilled.passes(Duration.ofSeconds(12));
        assertThat(runs(drilled, "health")).hasSize(3);
        assertThat(drilled.world.asked().toString()).contains("http://127.0.0.1:9090/health");

        drilled.house.publish(DRILL, signal("drill.ended", drilled.house.now()));
        drilled.passes(Duration.ofMinutes(1));
        assertThat(runs(drilled, "health")).hasSize(3);
        assertThat(drilled.store.under(DRILL, Shelves.STANDING)).isEmpty();
    }

    @Test
    void what_is_told_of_a_drill_after_its_end_does_not_begin_it_again() {
        ShopHouse drilled = new ShopHouse(Packs.inLab(Packs.SHOP));
        drilled.house.publish(DRILL, signal("drill.begun", drilled.house.now()));
        drilled.passes(Duration.ofSeconds(2));
        drilled.house.publish(DRILL, signal("drill.ended", drilled.house.now()));
        int all = runs(drilled, "health").size();
        drilled.house.publish(DRILL, signal("deployment.completed", drilled.house.now()));
        drilled.passes(Duration.ofMinutes(1));
        assertThat(runs(drilled, "health")).hasSize(all);
        assertThat(drilled.store.under(DRILL, Shelves.STANDING)).isEmpty();
    }

    @Test
    void a_drill_that_nobody_ends_is_forgotten_on_the_tick() {
        String seldom =
                Packs.SHOP.replace(
                        "  health: { every: 5s }\n  totals: { every: 30s }\n",
                        "  totals: { every: 1m }\n");
        ShopHouse drilled = new ShopHouse(Packs.inLab(seldom));
        drilled.house.publish(DRILL, signal("drill.begun", drilled.house.now()));
        drilled.passes(Duration.ofHours(12).minusMillis(1));
        int all = runs(drilled, "totals").size();
        assertThat(all).isBetween(700, 720);
        drilled.passes(Duration.ofMinutes(5));
        assertThat(runs(drilled, "totals").size()).isLessThanOrEqualTo(all + 1);
    }

    @Test
    void without_a_lab_a_drill_asks_nothing() {
        shop.house.publish(DRILL, signal("drill.begun", shop.house.now()));
        shop.passes(Duration.ofMinutes(1));
        assertThat(runs(shop, "health")).isEmpty();
    }

    private static SignalAccepted signal(String kind, Instant at) {
        return new SignalAccepted(kind + at, kind, Map.of(), at);
    }

    private static List<StandingCheckFinished> runs(ShopHouse house, String check) {
        return house.house.log().stream()
                .filter(e -> e.scope().equals(DRILL))
                .map(Envelope::data)
                .filter(StandingCheckFinished.class::isInstance)
                .map(StandingCheckFinished.class::cast)
                .filter(s -> s.check().equals(check))
                .toList();
    }
}
