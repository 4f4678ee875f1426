package dev.holdfast.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.Ports;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.xerial.snappy.Snappy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;

/// Debian's Prometheus scrapes a shop, writes its samples to the detector and sends it its alerts.
class RealPrometheusTest {
    private static final String TOKEN = "of-prometheus";
    private static final Scope SHOP = Scope.of("remote", "local");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir(cleanup = CleanupMode.NEVER)
    static Path folder;

    private static HouseTopics house;
    private static ApplicationContext detector;
    private static URI url;

    @BeforeAll
    static void the_detector_runs_with_a_pack_that_scrapes_nothing() throws Exception {
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, Tokens.hash(TOKEN) + " prometheus ingest\n");
        String kafka = LocalKafka.shared().bootstrapServers();
        house = new HouseTopics(kafka);
        detector =
                Service.start(
                        DetectorApplication.class,
                        "trigger-detector",
                        -1,
                        Map.of(
                                "holdfast.port",
                                -1,
                                "holdfast.kafka",
                                kafka,
                                "holdfast.instance",
                                "remote",
                                "holdfast.data",
                                folder.resolve("data").toString(),
                                "holdfast.tokens",
                                tokens.toString()));
        url = detector.getBean(EmbeddedServer.class).getURI();
        await().atMost(Duration.ofSeconds(30)).until(() -> get("/health/readiness").equals("200"));
        PackFiles pack = pack();
        house.offers(pack);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> !house.triggers(Scope.pack("remote"), PackAccepted.class).isEmpty());
        house.activates(pack);
    }

    @AfterAll
    static void everything_stops() {
        detector.close();
        house.close();
    }

    private static PackFiles pack() {
        return PackFiles.of(
                "remote",
                Map.of(
                        "pack.yml",
                        """
                        system: remote
                        owner: shop@example.org
                        environments:
                          local: {match: {system: remote}, components: [backend]}
                        """,
                        "triggers.yml",
                        """
                        groups:
                          - name: remote
                            rules:
                              - alert: HighErrorRatio
                                expr: |
                                  sum by (route) (rate(requests_total{status=~"5.."}[5s]))
                                    / sum by (route) (rate(requests_total[5s])) > 0.05
                              - alert: PrometheusSaysSo
                                expr: max by (alertname, severity) (holdfast_alert) == 1
                                labels: {foreign: "{{ $labels.alertname }}"}
                        """));
    }

    @Test
    void its_samples_and_its_alerts_raise_triggers_and_clear_them() throws Exception {
        assumeTrue(onPath("prometheus"), "needs prometheus (Debian: apt install prometheus)");
        try (var page = new ShopPage()) {
            Process prometheus = prometheus(page.url());
            try {
                page.fails(0.3);
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> raised("HighErrorRatio") && raised("PrometheusSaysSo"));
                assertThat(
                                house.triggers(SHOP, TriggerRaised.class).stream()
                                        .filter(r -> r.trigger().rule().equals("PrometheusSaysSo")))
                        .singleElement()
                        .satisfies(r ->
                                assertThat(r.trigger().labels())
                                        .containsEntry("foreign", "TheirErrors")
                                        .containsEntry("severity", "page"));

                page.fails(0);
                await().atMost(Duration.ofSeconds(40))
                        .until(() -> cleared("HighErrorRatio") && cleared("PrometheusSaysSo"));
            } finally {
                prometheus.destroy();
                prometheus.waitFor();
            }
        }
    }

    private static boolean raised(String rule) {
        return house.triggers(SHOP, TriggerRaised.class).stream()
                .anyMatch(r -> r.trigger().rule().equals(rule));
    }

    private static boolean cleared(String rule) {
        return house.triggers(SHOP, TriggerCleared.class).stream()
                .anyMatch(c -> c.trigger().rule().equals(rule));
    }

    private static Process prometheus(String page) throws Exception {
        URI target = URI.create(page);
        Files.writeString(
                folder.resolve("rules.yml"),
                """
                groups:
                  - name: theirs
                    rules:
                      - alert: TheirErrors
                        expr: sum(rate(requests_total{status="500"}[5s])) > 10
                        labels: {severity: page, system: remote}
                """);
        Path config = folder.resolve("prometheus.yml");
        Files.writeString(
                config,
                """
                global: {scrape_interval: 1s, evaluation_interval: 1s}
                rule_files: [rules.yml]
                scrape_configs:
                  - job_name: shop
                    static_configs: [{targets: ["%1$s"], labels: {system: remote}}]
                remote_write:
                  - url: %2$sapi/v1/write
                    authorization: {credentials: %3$s}
                    queue_config: {batch_send_deadline: 200ms}
                alerting:
                  alertmanagers:
                    - authorization: {credentials: %3$s}
                      static_configs: [{targets: ["%4$s"]}]
                """
                        .formatted(
                                target.getAuthority(),
                                url.resolve("/"),
                                TOKEN,
                                url.getAuthority()));
        return new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("tsdb"),
                        "--web.listen-address=127.0.0.1:" + Ports.free(),
                        "--rules.alert.resend-delay=1s")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("prometheus.log").toFile())
                .start();
    }

    @Test
    void the_status_codes_are_the_protocols() throws Exception {
        String v1 = "application/x-protobuf";
        byte[] empty = Snappy.compress(new byte[0]);

        assertThat(write(empty, v1, "snappy", TOKEN)).isEqualTo(204);
        assertThat(write(empty, v1 + ";proto=prometheus.WriteRequest", "snappy", TOKEN))
                .isEqualTo(204);
        assertThat(write(empty, v1 + ";proto=io.prometheus.write.v2.Request", "snappy", TOKEN))
                .isEqualTo(204);
        assertThat(write(empty, v1 + ";proto=io.prometheus.write.v9.Request", "snappy", TOKEN))
                .isEqualTo(415);
        assertThat(write(empty, "application/json", "snappy", TOKEN)).isEqualTo(415);
        assertThat(write(empty, v1, "identity", TOKEN)).isEqualTo(415);
        assertThat(write(new byte[] {1, 2, 3}, v1, "snappy", TOKEN)).isEqualTo(400);
        assertThat(write(Snappy.compress(new byte[] {9, 9}), v1, "snappy", TOKEN)).isEqualTo(400);
        assertThat(write(Snappy.compress(new byte[33 << 20]), v1, "snappy", TOKEN)).isEqualTo(413);
        assertThat(write(empty, v1, "snappy", "unknown")).isEqualTo(401);
    }

    @Test
    void a_webhook_and_a_wrong_body_get_their_answers() throws Exception {
        String good =
                "{\"version\":\"4\",\"alerts\":[{\"labels\":{\"alertname\":\"A\",\"system\":\"x\"}}]}";
        assertThat(post("/api/v1/alertmanager", good)).isEqualTo(200);
        assertThat(post("/api/v1/alertmanager", "{\"version\":\"3\"}")).isEqualTo(400);
        assertThat(post("/api/v2/alerts", "[{\"labels\":{\"alertname\":\"A\"}}]")).isEqualTo(200);
        assertThat(post("/api/v2/alerts", "[{\"labels\":{}}]")).isEqualTo(400);
        assertThat(post("/api/v2/alerts", "{")).isEqualTo(400);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private static String get(String path) throws Exception {
        return Integer.toString(
                HTTP.send(
                                HttpRequest.newBuilder(url.resolve(path)).build(),
                                HttpResponse.BodyHandlers.discarding())
                        .statusCode());
    }

    private static int write(byte[] body, String type, String encoding, String token)
            throws Exception {
        return send(
                HttpRequest.newBuilder(url.resolve("/api/v1/write"))
                        .header("Content-Type", type)
                        .header("Content-Encoding", encoding)
                        .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                token);
    }

    private static int post(String path, String json) throws Exception {
        return send(
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                TOKEN);
    }

    private static int send(HttpRequest.Builder request, String token) throws Exception {
        return HTTP.send(
                        request.header("Authorization", "Bearer " + token).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
