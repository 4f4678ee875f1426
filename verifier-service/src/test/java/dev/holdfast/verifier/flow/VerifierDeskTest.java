package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotFailed;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.verifier.Packs;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class VerifierDeskTest {
    private final ShopHouse shop = new ShopHouse(Packs.with(Packs.SHOP));

    private void proposeRollback() {
        shop.house.publish(
                ShopHouse.SHOP,
                new RollbackProposed(
                        "shop-20260101-abcd",
                        "rollback-1",
                        "rollback-release",
                        Severity.P1,
                        new Release("backend", "1.5.0"),
                        new Release("backend", "1.4.1"),
                        shop.house.now().plusSeconds(2),
                        shop.house.now()));
    }

    @Test
    void a_healed_shop_passes_once_with_evidence_for_every_check() {
        proposeRollback();
        shop.asks("immediate");
        shop.passes(Duration.ofMinutes(2));

        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationPassed.class);
        List<CheckFinished> checks = shop.house.events(CheckFinished.class);
        assertThat(checks).hasSize(5).allMatch(c -> c.verdict() == Verdict.PASSED);
        assertThat(checks.getFirst().evidence())
                .contains("GET http://127.0.0.1:8080/health", "{\"status\":\"UP\"}");
        assertThat(checks.getFirst().incident()).isEqualTo("shop-20260101-abcd");
    }

    @Test
    void the_hold_is_over_on_its_tick() {
        proposeRollback();
        shop.asks("immediate");
        shop.passes(Duration.ofMillis(4_999));
        assertThat(shop.verdicts()).isEmpty();
        shop.passes(Duration.ofMillis(2));
        assertThat(shop.verdicts()).hasSize(1);
    }

    @Test
    void a_relapse_in_the_middle_of_the_hold_begins_it_anew() {
        proposeRollback();
        shop.asks("immediate");
        shop.passes(Duration.ofSeconds(3));
        shop.world.answers("http_requests_total", FakeWorld.ratio(0.01, 500));
        shop.passes(Duration.ofSeconds(1));
        shop.world.answers("http_requests_total", FakeWorld.ratio(0.0099, 500));
        shop.passes(Duration.ofSeconds(4));
        assertThat(shop.verdicts()).isEmpty();
        shop.passes(Duration.ofSeconds(3));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationPassed.class);
    }

    @Test
    void the_wrong_version_fails_at_the_end_of_the_window_and_says_so() {
        proposeRollback();
        shop.world.answers("/version", FakeWorld.http(200, "{\"version\":\"1.5.0\"}"));
        shop.asks("immediate");
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.verdicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        VerificationFailed.class,
                        v ->
                                assertThat(v.summary())
                                        .contains("4 of 5", "version is 1.5.0, must be 1.4.1"));
    }

    @Test
    void lost_orders_are_seen_by_comparing_with_the_time_before() {
        proposeRollback();
        assertThat(shop.house.events(SnapshotTaken.class).getFirst().values())
                .containsEntry("orders", "120");
        shop.world
                .answers("select count(*) from orders", FakeWorld.value("119"))
                .answers("total < 0", FakeWorld.value("0"));
        shop.asks("immediate");
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationFailed.class);
    }

    @Test
    void without_a_snapshot_the_comparison_is_inconclusive() {
        shop.asks("immediate");
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationInconclusive.class);
    }

    @Test
    void a_snapshot_of_which_nothing_can_be_measured_has_failed() {
        shop.world.answers("select count(*) from orders", FakeWorld.gone());
        Instant by = shop.house.now().plusSeconds(2);
        shop.house.publish(
                ShopHouse.SHOP, new SnapshotRequested("i", "rollback-9", by, shop.house.now()));
        assertThat(shop.house.events(SnapshotTaken.class)).isEmpty();
        assertThat(shop.house.events(SnapshotFailed.class))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.snapshot()).isEqualTo("rollback-9");
                    assertThat(s.reason()).contains("orders");
                });
    }

    @Test
    void no_data_and_a_dead_target_are_inconclusive() {
        proposeRollback();
        shop.world.answers("/health", FakeWorld.gone());
        shop.asks("immediate");
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationInconclusive.class);
    }

    @Test
    void the_answer_comes_before_the_deadline_even_when_nothing_is_known() {
        shop.house.publish(
                Topic.ROLLBACKS,
                ShopHouse.SHOP,
                shop.requested("nonsense", Duration.ofSeconds(30)),
                "asked-1");
        assertThat(shop.verdicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        VerificationInconclusive.class,
                        v -> assertThat(v.summary()).contains("no stage 'nonsense'"));
    }

    @Test
    void a_system_without_a_pack_is_inconclusive_at_once() {
        shop.house.publish(
                Topic.INCIDENTS,
                Scope.of("unknown", "production"),
                shop.requested("immediate", Duration.ofSeconds(30)),
                "asked-1");
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationInconclusive.class);
    }

    @Test
    void an_environment_that_the_pack_does_not_have_is_inconclusive_at_once_and_nothing_is_asked() {
        shop.house.publish(
                Topic.INCIDENTS,
                Scope.of("shop", "prodction"),
                shop.requested("immediate", Duration.ofSeconds(30)),
                "asked-1");
        assertThat(shop.verdicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        VerificationInconclusive.class,
                        v ->
                                assertThat(v.summary())
                                        .contains("no environment 'prodction'", "production"));
        assertThat(shop.world.asked()).isEmpty();
    }

    @Test
    void a_drill_is_never_verified_against_the_real_system() {
        int before = shop.world.asked().size();
        shop.house.publish(
                Topic.INCIDENTS,
                new Scope("shop", "production", "drill-1"),
                shop.requested("immediate", Duration.ofSeconds(30)),
                "asked-1");
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationInconclusive.class);
        assertThat(shop.world.asked()).hasSize(before);
    }

    @Test
    void in_a_drill_metrics_are_those_of_the_drills_own_windows() {
        ShopHouse drilled = new ShopHouse(Packs.inLab(Packs.SHOP));
        drilled.house.publish(
                Topic.INCIDENTS,
                new Scope("shop", "production", "drill-1"),
                drilled.requested("immediate", Duration.ofMinutes(5)),
                "asked-1");
        drilled.passes(Duration.ofSeconds(2));
        assertThat(drilled.world.asked())
                .filteredOn(a -> a.contains("http_requests_total"))
                .isNotEmpty()
                .allMatch(a -> a.contains("shop/production~drill-1"));
    }

    @Test
    void asking_twice_runs_once() {
        proposeRollback();
        shop.asks("immediate");
        shop.house.publish(
                Topic.ROLLBACKS,
                ShopHouse.SHOP,
                shop.requested("immediate", Duration.ofMinutes(5)),
                "asked-again");
        shop.passes(Duration.ofMinutes(2));
        assertThat(shop.verdicts()).hasSize(1);
        assertThat(shop.house.events(CheckFinished.class)).hasSize(5);
    }

    @Test
    void a_person_can_ask_for_one_check_alone() {
        String id =
                shop.store.in(
                        ShopHouse.SHOP,
                        work ->
                                ((VerifierDesk) shop.store.desk())
                                        .byHand(work, "totals", null, "ada"));
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.verdicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        VerificationPassed.class, v -> assertThat(v.verification()).isEqualTo(id));
    }
}
