package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.verifier.Packs;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

/// The service dies at each durable write of a verification, before and after it is kept.
class CrashTest {
    private static final String QUIET = Packs.SHOP.split("standing:", 2)[0];

    private static ShopHouse shop() {
        ShopHouse shop = new ShopHouse(Packs.with(QUIET));
        shop.house.publish(
                ShopHouse.SHOP,
                new RollbackProposed(
                        "i",
                        "rollback-1",
                        "rollback-release",
                        Severity.P1,
                        null,
                        new Release("backend", "1.4.1"),
                        shop.house.now().plusSeconds(2),
                        shop.house.now()));
        return shop;
    }

    @ParameterizedTest(name = "dies at write {0}")
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 21, 22, 23, 24, 25, 26})
    void the_verdict_comes_once_and_is_right(int write) {
        for (boolean after : new boolean[] {false, true}) {
            ShopHouse healed = shop();
            healed.store.crashAtWrite(write, after);
            healed.asks("immediate");
            healed.passes(Duration.ofMinutes(3));
            assertThat(healed.verdicts()).singleElement().isInstanceOf(VerificationPassed.class);
            assertThat(healed.house.events(CheckFinished.class)).hasSize(5);

            ShopHouse broken = shop();
            broken.world.answers("http_requests_total", FakeWorld.ratio(0.2, 500));
            broken.store.crashAtWrite(write, after);
            broken.asks("immediate");
            broken.passes(Duration.ofMinutes(3));
            assertThat(broken.verdicts()).singleElement().isInstanceOf(VerificationFailed.class);
        }
    }

    @ParameterizedTest(name = "dies at write {0} while the shop relapses")
    @ValueSource(ints = {3, 5, 7, 9, 11, 13, 15})
    void a_relapse_during_the_restart_does_not_count_as_held(int write) {
        ShopHouse shop = shop();
        shop.world.answers(
                "http_requests_total",
                (_, now) ->
                        FakeWorld.ratio(
                                now.getEpochSecond() % 4 == 0 && now.getNano() < 600_000_000
                                        ? 0.5
                                        : 0.0,
                                500));
        shop.store.crashAtWrite(write, true);
        shop.asks("immediate");
        shop.passes(Duration.ofMinutes(3));
        assertThat(shop.verdicts()).singleElement().isNotInstanceOf(VerificationPassed.class);
    }
}
