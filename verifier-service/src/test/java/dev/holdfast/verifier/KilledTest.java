package dev.holdfast.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.journey.ShopServer;

import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// The service is killed (SIGKILL) in the middle of a hold and of a journey, and started again.
@NullUnmarked // everything is started once for all tests
class KilledTest {
    private static final Scope LAB = Scope.of("lab", "production");
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir static Path folder;
    private static VerifierProcess verifier;
    private static RawServer target;
    private static ShopServer shop;
    private static volatile int status = 200;

    @BeforeAll
    static void start() throws Exception {
        target =
                new RawServer((_, out) ->
                        out.write(
                                "HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\nok"
                                        .formatted(status)
                                        .getBytes(StandardCharsets.US_ASCII)));
        shop = new ShopServer();
        verifier = new VerifierProcess(folder, "killed");
        verifier.activate(pack());
    }

    @AfterAll
    static void stop() {
        verifier.close();
        target.close();
        shop.close();
    }

    private static PackFiles pack() {
        String manifest =
                """
                system: lab
                owner: team
                environments:
                  production: {match: {system: lab}, components: [backend]}
                roles: [lead]
                """;
        String checks =
                """
                hosts: ["127.0.0.1"]
                checks:
                  health: { http: { url: "%s" } }
                  order:
                    timeout: 30s
                    journey:
                      steps:
                        - http: { method: POST, url: "SHOP/login", body: "{}" }
                          save: { token: $.token }
                        - http:
                            method: POST
                            url: "SHOP/orders"
                            headers: { Authorization: "Bearer ${token}", Idempotency-Key: "${run}" }
                            body: "{}"
                            status: 201
                          save: { order: $.id }
                        - http: { method: POST, url: "SHOP/pay", body: '{"order":"${order}"}' }
                      clean-up:
                        - http: { method: DELETE, url: "SHOP/orders?ref=${run}", headers: { Authorization: "Bearer ${token}" }, status: 204 }
                stages:
                  held: { window: 60s, every: 200ms, hold: 3s, required: [health] }
                  short: { window: 20s, every: 200ms, hold: 5s, required: [health] }
                  walked: { window: 60s, every: 500ms, required: [order] }
                """
                        .formatted(target.url("/"))
                        .replace("SHOP", shop.url());
        return PackFiles.of("lab", Map.of("pack.yml", manifest, "checks.yml", checks));
    }

    private static long verdicts(String id) {
        return verifier.seen(VerificationPassed.class).stream()
                        .filter(v -> v.verification().equals(id))
                        .count()
                + verifier.seen(VerificationFailed.class).stream()
                        .filter(v -> v.verification().equals(id))
                        .count()
                + verifier.seen(VerificationInconclusive.class).stream()
                        .filter(v -> v.verification().equals(id))
                        .count();
    }

    private static void holdsFor(String id, long millis) {
        await().atMost(LONG)
                .ignoreExceptions()
                .until(() -> {
                    var held = verifier.verification(id).path("checks").path(0).path("held");
                    return Duration.parse(held.asText("PT0S")).toMillis() >= millis;
                });
    }

    /// What is asked later comes later: once it is answered nothing more of the first can come.
    private static void nothingMoreComes(String id) {
        status = 200;
        verifier.ask(LAB, "after-" + id, "held");
        await().atMost(LONG).until(() -> verdicts("after-" + id) == 1);
        assertThat(verdicts(id)).isEqualTo(1);
        assertThat(
                        verifier.seen(CheckFinished.class).stream()
                                .filter(c -> c.verification().equals(id)))
                .hasSize(1);
    }

    @Test
    void killed_in_the_middle_of_a_hold_it_passes_once() throws Exception {
        status = 200;
        verifier.ask(LAB, "hold-1", "held");
        holdsFor("hold-1", 1_000);
        verifier.kill();
        verifier.restart();
        await().atMost(LONG).until(() -> verdicts("hold-1") == 1);
        assertThat(verifier.seen(VerificationPassed.class))
                .anyMatch(v -> v.verification().equals("hold-1"));
        nothingMoreComes("hold-1");
    }

    @Test
    void a_target_that_broke_while_nobody_looked_does_not_pass() throws Exception {
        status = 200;
        verifier.ask(LAB, "hold-2", "short");
        holdsFor("hold-2", 2_000);
        verifier.kill();
        status = 500;
        verifier.restart();
        await().atMost(LONG).until(() -> verdicts("hold-2") == 1);
        assertThat(verifier.seen(VerificationPassed.class))
                .noneMatch(v -> v.verification().equals("hold-2"));
        nothingMoreComes("hold-2");
    }

    @Test
    void killed_in_the_middle_of_a_journey_nothing_is_made_twice_or_left_behind() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        shop.paymentHangs = hangs;
        verifier.ask(LAB, "walk-1", "walked");
        await().atMost(LONG).until(() -> shop.made == 1);
        verifier.kill();
        hangs.countDown();
        assertThat(shop.orders).hasSize(1);
        verifier.restart();
        await().atMost(LONG).until(() -> verdicts("walk-1") == 1);
        assertThat(
                        verifier.seen(CheckFinished.class).stream()
                                .filter(c -> c.verification().equals("walk-1")))
                .singleElement()
                .satisfies(c -> assertThat(c.verdict()).isEqualTo(Verdict.PASSED));
        assertThat(shop.again).as("the order of the killed run was found again").isPositive();
        assertThat(shop.orders).isEmpty();
        nothingMoreComes("walk-1");
    }
}
