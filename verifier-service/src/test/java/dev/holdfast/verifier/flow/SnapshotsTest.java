package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotFailed;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.verifier.Packs;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a rollback is compared with was measured just before it, and what later releases are compared
/// with was measured while that still ran.
class SnapshotsTest {
    private final ShopHouse shop = new ShopHouse(Packs.with(Packs.SHOP));

    private void proposed() {
        shop.house.publish(
                ShopHouse.SHOP,
                new RollbackProposed(
                        "i",
                        "rollback-1",
                        "rollback-release",
                        Severity.P1,
                        new Release("backend", "1.5.0"),
                        new Release("backend", "1.4.1"),
                        shop.house.now().plusSeconds(2),
                        shop.house.now()));
    }

    private void requested() {
        shop.house.publish(
                ShopHouse.SHOP,
                new SnapshotRequested(
                        "i", "rollback-1", shop.house.now().plusSeconds(10), shop.house.now()));
    }

    @Test
    void a_value_of_the_proposal_stands_for_half_a_minute_when_the_database_is_gone() {
        proposed();
        assertThat(shop.house.events(SnapshotTaken.class)).hasSize(1);
        shop.world.answers("select count(*) from orders", FakeWorld.gone());
        shop.passes(Duration.ofSeconds(30));
        requested();
        assertThat(shop.house.events(SnapshotTaken.class).getLast().values())
                .containsEntry("orders", "120");
        assertThat(shop.house.events(SnapshotFailed.class)).isEmpty();
    }

    @Test
    void a_value_older_than_that_is_missing() {
        proposed();
        shop.world.answers("select count(*) from orders", FakeWorld.gone());
        shop.passes(Duration.ofMillis(30_001));
        requested();
        assertThat(shop.house.events(SnapshotTaken.class)).hasSize(1);
        assertThat(shop.house.events(SnapshotFailed.class))
                .singleElement()
                .satisfies(s -> assertThat(s.reason()).contains("orders"));
    }

    private void deploymentStarts(Instant at) {
        shop.house.append(
                Topic.TRIGGERS,
                new Envelope<>(
                        "signal-" + at + shop.house.now(),
                        ShopHouse.SHOP,
                        at,
                        1,
                        null,
                        null,
                        null,
                        null,
                        new SignalAccepted("s-" + at, "deployment.started", Map.of(), at)));
        shop.house.settle();
    }

    @Test
    void old_news_of_a_deployment_is_no_reason_to_measure_what_runs_now_and_that_is_said() {
        deploymentStarts(shop.house.now().minusMillis(30_001));
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(SnapshotTaken.class)).isEmpty();
        assertThat(shop.house.events(SnapshotFailed.class))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.snapshot()).isEqualTo("baseline");
                    assertThat(s.reason()).contains("ago by the clock of who told it");
                });
        deploymentStarts(shop.house.now().minusSeconds(30));
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(SnapshotTaken.class)).hasSize(1);
    }

    @Test
    void a_baseline_that_an_incident_overtakes_is_not_taken() {
        boolean[] opened = {false};
        shop.world.answers(
                "select count(*) from orders",
                (_, now) -> {
                    if (!opened[0]) {
                        opened[0] = true;
                        shop.store.in(
                                ShopHouse.SHOP,
                                work -> {
                                    Snapshots.overtaken(work);
                                    return true;
                                });
                    }
                    return FakeWorld.value("7");
                });
        shop.house.publish(
                ShopHouse.SHOP,
                new ReleaseHeld(new Release("backend", "1.4.1"), null, null, shop.house.now()));
        shop.passes(Duration.ofSeconds(1));
        assertThat(opened[0]).isTrue();
        assertThat(shop.house.events(SnapshotTaken.class)).isEmpty();
        shop.house.publish(
                ShopHouse.SHOP,
                new IncidentOpened("i", "t", Severity.P1, List.of("x"), shop.house.now()));
        deploymentStarts(shop.house.now());
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(SnapshotTaken.class)).isEmpty();
    }
}
