package dev.holdfast.verifier.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.flow.Words.Taken;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Checks that wait for people and callbacks, baselines, and stages behind a maintenance page.
class ToldTest {
    private static final String CHECKS =
            """
            hosts: ["127.0.0.1"]
            databases: { shop: { host: 127.0.0.1, database: shop, user: shop } }
            snapshot:
              orders: { sql: { database: shop, query: select count(*) from orders } }
            checks:
              no-reports: { attested: { question: "No customer reports?", roles: [lead] } }
              paid: { callback: { json: { $.state: paid } } }
              health: { http: { url: "${shop-url}/health", status: 200 } }
              kept: { sql: { database: shop, query: select count(*) from orders, at-least: { snapshot: orders } } }
            stages:
              people: { window: 10m, every: 1s, required: [no-reports] }
              callback: { window: 1m, every: 1s, required: [paid] }
              inside: { window: 1m, required: [health], variables: { shop-url: "http://${db-host}:9999" } }
              deployed: { window: 1m, required: [kept] }
            """;

    private final ShopHouse shop = new ShopHouse(Packs.with(CHECKS));

    private VerifierDesk desk() {
        return (VerifierDesk) shop.store.desk();
    }

    private Taken attests(boolean good, String... roles) {
        return shop.store.in(
                ShopHouse.SHOP,
                work ->
                        desk().attested(
                                        work,
                                        "verification-1",
                                        "no-reports",
                                        good,
                                        "ada",
                                        Set.of(roles),
                                        "the phone is quiet"));
    }

    @Test
    void a_person_of_the_right_role_decides() {
        shop.asks("people");
        shop.passes(Duration.ofMinutes(1));
        assertThat(attests(true, "on-call")).isEqualTo(Taken.NOT_ASKED);
        assertThat(shop.verdicts()).isEmpty();
        assertThat(attests(true, "lead")).isEqualTo(Taken.YES);
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationPassed.class);
        assertThat(shop.house.events(CheckFinished.class).getFirst().finding())
                .contains("ada says yes", "the phone is quiet");
        assertThat(attests(false, "lead")).isEqualTo(Taken.LATE);
    }

    @Test
    void a_no_fails_at_the_end_of_the_window_and_silence_is_inconclusive() {
        shop.asks("people");
        attests(false, "lead");
        shop.passes(Duration.ofMinutes(11));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationFailed.class);

        ShopHouse silent = new ShopHouse(Packs.with(CHECKS));
        silent.asks("people");
        silent.passes(Duration.ofMinutes(11));
        assertThat(silent.verdicts())
                .singleElement()
                .isInstanceOfSatisfying(
                        VerificationInconclusive.class,
                        v -> assertThat(v.summary()).contains("nobody has answered yet"));
    }

    private Taken callsBack(String body) {
        return shop.store.in(
                ShopHouse.SHOP, work -> desk().callback(work, "paid", "provider", body));
    }

    @Test
    void a_callback_counts_from_the_beginning_of_the_verification() {
        assertThat(callsBack("{\"state\":\"paid\"}")).isEqualTo(Taken.YES);
        shop.passes(Duration.ofSeconds(1));
        shop.asks("callback");
        shop.passes(Duration.ofSeconds(5));
        assertThat(shop.verdicts()).isEmpty();
        callsBack("{\"state\":\"open\"}");
        shop.passes(Duration.ofSeconds(5));
        assertThat(shop.verdicts()).isEmpty();
        callsBack("{\"state\":\"paid\"}");
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationPassed.class);
    }

    @Test
    void a_stage_may_go_to_the_internal_address() {
        shop.asks("inside");
        shop.passes(Duration.ofSeconds(5));
        assertThat(shop.world.asked()).contains("GET http://127.0.0.1:9999/health");
        assertThat(shop.verdicts()).singleElement().isInstanceOf(VerificationPassed.class);
    }

    private void deploymentStarts() {
        shop.house.publish(
                Topic.TRIGGERS,
                ShopHouse.SHOP,
                new SignalAccepted(
                        "s-" + shop.house.now(), "deployment.started", Map.of(), shop.house.now()),
                "signal-" + shop.house.now());
    }

    private void verifies(String id) {
        shop.house.publish(
                Topic.INCIDENTS,
                ShopHouse.SHOP,
                new VerificationRequested(
                        id,
                        null,
                        null,
                        "deployed",
                        new Release("backend", "1.5.0"),
                        null,
                        shop.house.now().plusSeconds(300),
                        shop.house.now()),
                id);
        shop.passes(Duration.ofMinutes(2));
    }

    @Test
    void a_release_after_its_deployment_is_compared_with_what_was_before_it() {
        deploymentStarts();
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(SnapshotTaken.class))
                .singleElement()
                .satisfies(s -> {
                    assertThat(s.snapshot()).isEqualTo("baseline");
                    assertThat(s.values()).containsEntry("orders", "120");
                });
        verifies("v-good");
        shop.world.answers("select count(*) from orders", FakeWorld.value("119"));
        verifies("v-bad");
        assertThat(shop.verdicts().stream().map(Object::getClass).map(Class::getSimpleName))
                .isEqualTo(List.of("VerificationPassed", "VerificationFailed"));
    }

    @Test
    void trouble_is_no_baseline_and_a_release_that_holds_is_one() {
        shop.house.publish(
                ShopHouse.SHOP,
                new IncidentOpened("i", "t", Severity.P1, List.of("x"), shop.house.now()));
        deploymentStarts();
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(SnapshotTaken.class)).isEmpty();
        shop.house.publish(
                ShopHouse.SHOP,
                new IncidentResolved("i", "healed", shop.house.now(), shop.house.now()));
        shop.house.publish(
                ShopHouse.SHOP,
                new ReleaseHeld(new Release("backend", "1.4.1"), null, null, shop.house.now()));
        shop.passes(Duration.ofSeconds(1));
        assertThat(shop.house.events(SnapshotTaken.class)).hasSize(1);
    }

    @Test
    void an_assessment_only_looks_and_is_short() {
        PackFiles pack =
                Packs.with(
                        CHECKS.replace(
                                        "  deployed:",
                                        "  assessment: { window: 31s, required: [health, poked] }\n  deployed:")
                                .replace(
                                        "  kept:",
                                        "  poked: { http: { url: \"${shop-url}/x\", method: POST } }\n  kept:"));
        assertThat(Rules.problems(pack).toString())
                .contains("an assessment takes at most 30s", "'poked' may change something");
    }

    @Test
    void what_waits_to_be_told_does_not_stand_on_a_schedule() {
        assertThat(
                        Rules.problems(
                                        Packs.with(
                                                CHECKS
                                                        + "standing: { no-reports: { every: 1m } }\n"))
                                .toString())
                .contains("a standing check does not have");
        assertThat(Verdict.values()).hasSize(3);
    }
}
