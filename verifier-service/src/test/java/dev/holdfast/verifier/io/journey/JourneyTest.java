package dev.holdfast.verifier.io.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Log in, order, pay, clean up, against a shop over HTTP.
class JourneyTest {
    static final String JOURNEY =
            """
            checks:
              it:
                timeout: 20s
                journey:
                  steps:
                    - name: log-in
                      http: { method: POST, url: "URL/login", body: '{"user":"probe"}' }
                      save: { token: $.token }
                    - name: order
                      http:
                        method: POST
                        url: "URL/orders"
                        headers: { Authorization: "Bearer ${token}", Idempotency-Key: "${run}" }
                        body: '{"sku":"anchor","test":true}'
                        status: 201
                      save: { order: $.id, kind: { header: content-length } }
                    - name: pay
                      http: { method: POST, url: "URL/pay", body: '{"order":"${order}"}', json: { $.paid: true } }
                      wait: 1s
                      every: 100ms
                  clean-up:
                    - name: forget
                      http:
                        method: DELETE
                        url: "URL/orders?ref=${run}"
                        headers: { Authorization: "Bearer ${token}" }
                        status: 204
            """;

    private static Trial trial(ShopServer shop) {
        return Trial.of(JOURNEY.replace("URL", shop.url()));
    }

    @Test
    void values_are_carried_from_step_to_step_and_nothing_is_left_behind() throws Exception {
        try (ShopServer shop = new ShopServer()) {
            Trial trial = trial(shop).passes();
            assertThat(trial.ask().says()).contains("all 3 steps passed", "cleaned up");
            assertThat(trial.evidence()).contains("{\"order\":\"o-2\"}").doesNotContain("t-17\"}");
            assertThat(shop.orders).isEmpty();
        }
    }

    @Test
    void a_step_that_fails_ends_the_way_and_is_cleaned_up_all_the_same() throws Exception {
        try (ShopServer shop = new ShopServer()) {
            shop.paymentsFail = true;
            trial(shop).fails("step pay: status is 502");
            assertThat(shop.orders).isEmpty();
            shop.paymentsFail = false;
            shop.ordersLie = true;
            trial(shop)
                    .isInconclusive(
                            "step order: status is 201, but its answer has no value for 'order'");
        }
    }

    @Test
    void a_step_that_comes_right_within_its_wait_passes() throws Exception {
        try (ShopServer shop = new ShopServer()) {
            shop.paymentsFail = true;
            Thread.ofVirtual()
                    .start(() -> {
                        while (shop.made == 0) {
                            Thread.onSpinWait();
                        }
                        shop.paymentsFail = false;
                    });
            trial(shop).passes();
        }
    }

    @Test
    void what_cannot_be_cleaned_up_is_told_and_does_not_pass() throws Exception {
        try (ShopServer shop = new ShopServer()) {
            shop.deletesFail = true;
            trial(shop).isInconclusive("all steps passed, but the clean-up forget did not");
        }
    }

    @Test
    void a_step_that_hangs_leaves_time_to_clean_up() throws Exception {
        try (ShopServer shop = new ShopServer()) {
            shop.paymentHangs = new CountDownLatch(1);
            trial(shop).timeout(Duration.ofSeconds(2)).isInconclusive("step pay: no whole answer");
            assertThat(shop.orders).isEmpty();
            assertThat(shop.made).isEqualTo(1);
        }
    }

    @Test
    void a_journey_to_nowhere_is_inconclusive() {
        Trial.of(JOURNEY.replace("URL", "http://127.0.0.1:" + Silence.nobody()))
                .isInconclusive("step log-in");
        Trial.of(JOURNEY.replace("URL", "http://192.0.2.3")).isInconclusive("not among the hosts");
    }

    @Test
    void a_value_that_no_step_saves_is_refused_with_its_place() {
        PackFiles pack =
                PackFiles.of(
                        "shop",
                        Map.of(
                                "pack.yml",
                                Packs.MANIFEST,
                                "checks.yml",
                                JOURNEY.replace("URL", "http://127.0.0.1")
                                        .replace("${order}", "${oder}")));
        assertThat(Rules.problems(pack).toString())
                .contains("unknown variable 'oder'", "did you mean 'order'");
    }
}
