package dev.holdfast.verifier.io.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.local.Ports;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.Silence;
import dev.holdfast.verifier.io.Trial;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// Debian's Alertmanager, where it is installed, and our own detector's API, played.
class AlertCheckTest {
    private static final Path PROGRAM = Path.of("/usr/bin/prometheus-alertmanager");

    @TempDir Path folder = Path.of("");

    private static Trial trial(String url, String more) {
        return Trial.of(
                "checks: { it: { alert: { alertmanager: \"%s\", alive: Watchdog%s } } }"
                        .formatted(url, more));
    }

    @Test
    void a_real_alertmanager_is_asked_for_alerts_that_fire() throws Exception {
        assumeTrue(Files.isExecutable(PROGRAM), "prometheus-alertmanager is not installed");
        int port = Ports.free();
        String url = "http://127.0.0.1:" + port;
        Process alertmanager = start(port);
        try {
            Trial any = trial(url, "");
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> any.isInconclusive("nobody listens"));
            fire(url, "Watchdog", "other", 60);
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> any.passes());
            fire(url, "HighErrors", "shop", 60);
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() -> any.fails("1 alerts fire: [HighErrors]"));
            trial(url, ", rules: [HighErrors]").fails("HighErrors");
            trial(url, ", rules: [Slow]").passes();
            trial(url, ", labels: { system: \"${system}\" }").fails("HighErrors");
            trial(url, ", labels: { system: bakery }").passes();
            silence(url, "HighErrors");
            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() ->
                            assertThat(sent(url + "/api/v2/alerts?silenced=false", null))
                                    .doesNotContain("HighErrors"));
            any.fails("1 alerts fire: [HighErrors]");
            fire(url, "HighErrors", "shop", -1);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> any.passes());
        } finally {
            alertmanager.destroy();
            alertmanager.waitFor(10, TimeUnit.SECONDS);
            alertmanager.destroyForcibly();
        }
        trial(url, "").isInconclusive("cannot be reached");
    }

    private static void fire(String url, String name, String system, int seconds) throws Exception {
        String body =
                "[{\"labels\":{\"alertname\":\"%s\",\"system\":\"%s\"},\"startsAt\":\"%s\",\"endsAt\":\"%s\"}]"
                        .formatted(
                                name,
                                system,
                                Instant.now().minusSeconds(60),
                                Instant.now().plusSeconds(seconds));
        sent(url + "/api/v2/alerts", body);
    }

    /// Nobody is told of it any more; it stands all the same.
    private static void silence(String url, String name) throws Exception {
        sent(
                url + "/api/v2/silences",
                "{\"matchers\":[{\"name\":\"alertname\",\"value\":\"%s\",\"isRegex\":false,\"isEqual\":true}],\"startsAt\":\"%s\",\"endsAt\":\"%s\",\"createdBy\":\"ada\",\"comment\":\"quiet\"}"
                        .formatted(name, Instant.now(), Instant.now().plusSeconds(600)));
    }

    /// Reads where there is no body.
    private static String sent(String url, @Nullable String body) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url)).header("Content-Type", "application/json");
        if (body != null) {
            request.POST(HttpRequest.BodyPublishers.ofString(body));
        }
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            return answer.body();
        }
    }

    private Process start(int port) throws Exception {
        Path config = folder.resolve("alertmanager.yml");
        Files.writeString(config, "route: {receiver: nobody}\nreceivers: [{name: nobody}]\n");
        return new ProcessBuilder(
                        PROGRAM.toString(),
                        "--config.file=" + config,
                        "--storage.path=" + folder.resolve("data"),
                        "--cluster.listen-address=",
                        "--web.listen-address=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
    }

    @Test
    void our_own_triggers_are_asked_with_the_services_own_token() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "verifier-s-own\n");
        String[] state = {"firing"};
        try (RawServer detector =
                new RawServer((request, out) -> {
                    boolean known = request.contains("Authorization: Bearer verifier-s-own");
                    String body =
                            "{\"status\":\"success\",\"data\":{\"groups\":[{\"rules\":[{\"type\":\"alerting\",\"name\":\"Slow\",\"health\":\"ok\",\"seesData\":true,\"lastEvaluation\":\"%s\",\"alerts\":[{\"state\":\"%s\",\"labels\":{}}]}]}]}}"
                                    .formatted(Instant.now(), state[0]);
                    out.write(
                            "HTTP/1.1 %d X\r\nContent-Length: %d\r\n\r\n%s"
                                    .formatted(known ? 200 : 401, body.length(), body)
                                    .getBytes(StandardCharsets.UTF_8));
                })) {
            Trial trial =
                    Trial.of("checks: { it: { alert: { rules: [Slow] } } }")
                            .detector(detector.url(""))
                            .token(token);
            trial.fails("1 alerts fire: [Slow]");
            state[0] = "pending";
            trial.passes();
            assertThat(detector.requests().getFirst())
                    .startsWith("GET /systems/shop/production/api/v1/rules?type=alert ");
            Trial.of("checks: { it: { alert: { rules: [Slow] } } }")
                    .detector(detector.url(""))
                    .isInconclusive("answered 401");
        }
    }

    @Test
    void a_lying_alertmanager_is_inconclusive() {
        try (RawServer page = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n<html>all good</html>");
                RawServer object = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n{\"alerts\":[]}");
                Silence slow = Silence.hanging()) {
            trial(page.url(""), "").isInconclusive("not known");
            trial(object.url(""), "").isInconclusive("no list");
            trial("http://127.0.0.1:" + slow.port(), "")
                    .timeout(Duration.ofMillis(300))
                    .isInconclusive("300 ms");
        }
    }
}
