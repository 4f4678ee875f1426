package dev.holdfast.decision.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// When a release counts as good enough to go back to.
final class HoldStoryTest {
    private static List<Release> held(Shop shop) {
        return shop.house.events(ReleaseHeld.class).stream().map(ReleaseHeld::release).toList();
    }

    private static void deployedAt(Shop shop, Release release, Instant at) {
        shop.tells(
                new SignalAccepted(
                        "at" + at,
                        "deployment.finished",
                        Map.of("component", release.component(), "release", release.version()),
                        at));
    }

    @Test
    void nothing_holds_while_a_trigger_stands_that_a_person_has_only_closed() {
        Shop shop = new Shop().deployed();
        shop.raises("Minor", 1);
        shop.says(Shop.OLGA, new Command.Close(shop.incident().id(), "known"));
        shop.passes(Duration.ofHours(2));
        assertThat(held(shop)).containsExactly(Shop.GOOD);
        shop.clears("Minor");
        shop.passes(Duration.ofMinutes(61));
        assertThat(held(shop)).containsExactly(Shop.GOOD, Shop.BAD);
    }

    @Test
    void what_a_row_ignores_keeps_no_release_from_holding() {
        Shop shop = new Shop().deployed();
        shop.raises("Noise", 1);
        shop.passes(Duration.ofMinutes(31));
        assertThat(held(shop)).containsExactly(Shop.GOOD, Shop.BAD);
    }

    @Test
    void time_counts_from_when_a_deployment_was_heard_of() {
        Shop shop = new Shop();
        deployedAt(shop, Shop.GOOD, shop.house.now().minus(Duration.ofHours(2)));
        shop.passes(Duration.ofMinutes(29));
        assertThat(held(shop)).isEmpty();
        shop.passes(Duration.ofMinutes(2));
        assertThat(held(shop)).containsExactly(Shop.GOOD);
    }

    @Test
    void a_deployment_of_the_future_is_one_of_now() {
        Shop shop = new Shop();
        deployedAt(shop, Shop.GOOD, shop.house.now().plus(Duration.ofDays(2)));
        shop.passes(Duration.ofMinutes(31));
        assertThat(held(shop)).containsExactly(Shop.GOOD);
        shop.deploys(Shop.BAD, "code");
        assertThat(shop.house.events(ReleaseDeployed.class)).hasSize(2);
    }
}
