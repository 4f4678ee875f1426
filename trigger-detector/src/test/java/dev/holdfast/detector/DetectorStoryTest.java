package dev.holdfast.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/// The whole detector over a real broker: pages are scraped, rules raise, signals pass.
class DetectorStoryTest {
    private static final String TOKEN = "a-token";
    private static final Scope SHOP = Scope.of("shop", "local");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir static Path folder;
    private static HouseTopics house;
    private static ShopPage page;
    private static ApplicationContext detector;
    private static URI url;

    @BeforeAll
    static void the_detector_runs_with_the_shops_pack() throws Exception {
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, Tokens.hash(TOKEN) + " ann admin\n");
        String kafka = LocalKafka.shared().bootstrapServers();
        house = new HouseTopics(kafka);
        page = new ShopPage();
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
                                "holdfast.data",
                                folder.resolve("data").toString(),
                                "holdfast.tokens",
                                tokens.toString()));
        url = detector.getBean(EmbeddedServer.class).getURI();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/health/readiness").statusCode() == 200);
        PackFiles pack = ShopPack.of("shop", page.url());
        house.offers(pack);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> house.triggers(Scope.pack("shop"), PackAccepted.class).size() == 1);
        house.activates(pack);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        get("/systems/shop/local/api/v1/query?query=up").body().contains("\"1\""));
    }

    @AfterAll
    static void everything_stops() {
        detector.close();
        page.close();
        house.close();
    }

    @Test
    void a_failing_shop_raises_one_trigger_and_a_healed_one_clears_it() {
        page.fails(0.2);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        house.triggers(SHOP, TriggerRaised.class).stream()
                                .anyMatch(r -> r.trigger().rule().equals("HighErrorRatio")));
        assertThat(get("/systems/shop/local/api/v1/alerts").body())
                .contains("HighErrorRatio", "firing");
        page.fails(0);
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        house.triggers(SHOP, TriggerCleared.class).stream()
                                .anyMatch(c -> c.trigger().rule().equals("HighErrorRatio")));
        assertThat(
                        house.triggers(SHOP, TriggerRaised.class).stream()
                                .filter(r -> r.trigger().rule().equals("HighErrorRatio")))
                .singleElement()
                .satisfies(r -> {
                    assertThat(r.trigger().labels()).containsEntry("route", "/pay");
                    assertThat(r.trigger().threshold()).isEqualTo(0.05);
                    assertThat(r.window()).isNotEmpty();
                });
        var sequences = house.triggers(SHOP).stream().map(Envelope::sequence).toList();
        assertThat(sequences.getFirst()).isOne();
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(sequences.get(i)).isEqualTo(sequences.get(i - 1) + 1);
        }
    }

    @Test
    void a_signal_by_http_is_passed_on_once() throws Exception {
        String event =
                """
                {"specversion":"1.0","id":"d1","source":"/ci","type":"deployment.finished","subject":"shop/local",
                 "data":{"component":"backend","release":"1.5.0"}}\
                """;
        assertThat(
                        post("/api/v1/signals", "application/cloudevents+json", bytes(event))
                                .statusCode())
                .isEqualTo(202);
        assertThat(
                        post("/api/v1/signals", "application/cloudevents+json", bytes(event))
                                .statusCode())
                .isEqualTo(202);
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        house.triggers(SHOP, SignalAccepted.class).stream()
                                .anyMatch(s -> s.id().equals("/ci d1")));
        assertThat(
                        house.triggers(SHOP, SignalAccepted.class).stream()
                                .filter(s -> s.id().equals("/ci d1")))
                .singleElement()
                .satisfies(s -> assertThat(s.attributes()).containsEntry("release", "1.5.0"));
    }

    @Test
    void what_a_watch_sees_becomes_a_deployment_when_it_changes() throws Exception {
        for (String seen : List.of("1.4.1 running", "1.4.1 running", "1.6.0 running")) {
            String[] words = seen.split(" ");
            String event =
                    """
                    {"specversion":"1.0","id":"%s","source":"/nomad","type":"image.seen","subject":"shop/local",
                     "data":{"component":"frontend","release":"%s","state":"%s"}}\
                    """
                            .formatted(UUID.randomUUID(), words[0], words[1]);
            assertThat(
                            post("/api/v1/signals", "application/cloudevents+json", bytes(event))
                                    .statusCode())
                    .isEqualTo(202);
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(house.triggers(SHOP, SignalAccepted.class))
                                .filteredOn(s -> "frontend".equals(s.attributes().get("component")))
                                .extracting(s -> s.kind() + " " + s.attributes().get("release"))
                                .containsExactly("image.seen 1.4.1", "deployment.finished 1.6.0"));
    }

    @Test
    void a_signal_for_nobody_is_refused_and_listed() throws Exception {
        String event =
                "{\"specversion\":\"1.0\",\"id\":\"x\",\"source\":\"/x\",\"type\":\"odd\",\"subject\":\"no/body\"}";
        var answer = post("/api/v1/signals", "application/cloudevents+json", bytes(event));
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(get("/api/v1/unmatched").body()).contains("signal odd");
    }

    @Test
    void a_command_without_a_token_is_refused() throws Exception {
        var request =
                HttpRequest.newBuilder(url.resolve("/api/v1/signals"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        assertThat(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void metrics_by_otlp_reach_their_system_plain_and_packed() throws Exception {
        assertThat(post("/v1/metrics", "application/x-protobuf", queue("by-http", 1)).statusCode())
                .isEqualTo(200);
        var packed = new java.io.ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(queue("by-gzip", 2));
        }
        var answer = post("/v1/metrics", "application/x-protobuf", packed.toByteArray(), "gzip");
        assertThat(answer.statusCode()).isEqualTo(200);
        house.send(new ProducerRecord<>(Topic.OTLP.title(), null, queue("by-kafka", 3)));
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        get("/systems/shop/local/api/v1/query?query="
                                        + encoded("count(queue_length{queue=~\"by-.*\"})"))
                                .body()
                                .contains("\"3\""));
        assertThat(post("/v1/metrics", "application/x-protobuf", bytes("nonsense")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void an_unreadable_record_is_kept_with_its_cause_and_the_next_is_taken() throws Exception {
        house.send(new ProducerRecord<>(Topic.OTLP.title(), 0, null, bytes("nonsense")));
        house.send(new ProducerRecord<>(Topic.OTLP.title(), 0, null, queue("after-nonsense", 1)));
        await().atMost(Duration.ofSeconds(10))
                .until(() ->
                        get("/systems/shop/local/api/v1/query?query="
                                        + encoded("queue_length{queue=\"after-nonsense\"}"))
                                .body()
                                .contains("after-nonsense"));
        assertThat(house.records(Topic.DEAD_LETTERS))
                .anySatisfy(r -> {
                    assertThat(new String(r.value(), StandardCharsets.UTF_8)).isEqualTo("nonsense");
                    assertThat(
                                    new String(
                                            r.headers().lastHeader("holdfast_cause").value(),
                                            StandardCharsets.UTF_8))
                            .contains("no ExportMetricsServiceRequest");
                });
    }

    @Test
    void a_failing_standing_check_raises_a_trigger() throws Exception {
        house.tells(
                Topic.VERIFICATIONS,
                SHOP,
                new StandingCheckFinished(
                        "orders",
                        Verdict.FAILED,
                        3.0,
                        "3 orders are lost",
                        Duration.ofMillis(20),
                        Instant.now()),
                1);
        await().atMost(Duration.ofSeconds(15))
                .until(() ->
                        house.triggers(SHOP, TriggerRaised.class).stream()
                                .anyMatch(r ->
                                        r.trigger().rule().equals("CheckFails")
                                                && "orders"
                                                        .equals(
                                                                r.trigger()
                                                                        .labels()
                                                                        .get("check"))));
    }

    @Test
    void a_broken_pack_is_refused_with_every_place() throws Exception {
        house.offers(
                PackFiles.of(
                        "broken",
                        Map.of(
                                "pack.yml", "system: broken\nenvironments: {x: {}}\n",
                                "triggers.yml",
                                        "groups:\n  - name: g\n    rules:\n      - {alert: A, expr: 'sum(('}\n      - {alert: B, expr: 'no_such(x)'}\n")));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> !house.triggers(Scope.pack("broken"), PackRefused.class).isEmpty());
        assertThat(house.triggers(Scope.pack("broken"), PackRefused.class).getFirst().problems())
                .hasSize(2)
                .allMatch(p -> p.matches("triggers.yml:[45]:\\d+: .*"));
    }

    @Test
    void prometheus_api_answers_as_prometheus_does() throws Exception {
        String api = "/systems/shop/local/api/v1";
        JsonNode up = Json.read(get(api + "/query?query=up").body(), JsonNode.class);
        assertThat(up.at("/status").asText()).isEqualTo("success");
        assertThat(up.at("/data/resultType").asText()).isEqualTo("vector");
        assertThat(up.at("/data/result/0/metric/job").asText()).isEqualTo("shop");
        long now = Instant.now().getEpochSecond();
        JsonNode range =
                Json.read(
                        get(api + "/query_range?query=up&step=1&start=" + (now - 3) + "&end=" + now)
                                .body(),
                        JsonNode.class);
        assertThat(range.at("/data/resultType").asText()).isEqualTo("matrix");
        assertThat(get(api + "/labels").body()).contains("__name__", "instance");
        assertThat(get(api + "/label/job/values").body()).contains("shop");
        assertThat(get(api + "/series?match[]=up".replace("[]", "%5B%5D")).body())
                .contains("\"__name__\":\"up\"");
        assertThat(get(api + "/rules").body()).contains("HighErrorRatio", "alerting");
        assertThat(get(api + "/status/buildinfo").body()).contains("version");
        var bad = get(api + "/query?query=" + encoded("sum(("));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).contains("bad_data");
        assertThat(get(api + "/query").statusCode()).isEqualTo(400);
        assertThat(
                        get(api
                                        + "/query?query="
                                        + encoded("up + on(nothing) group_left requests_total"))
                                .statusCode())
                .isEqualTo(422);
        assertThat(get("/systems/none/local/api/v1/query?query=up").statusCode()).isEqualTo(404);
        assertThat(
                        post(api + "/query", "application/x-www-form-urlencoded", bytes("query=up"))
                                .body())
                .contains("vector");
        assertThat(
                        IntStream.range(0, 40)
                                .parallel()
                                .map(_ -> get(api + "/query?query=up").statusCode()))
                .as("a board asks all its panels at once")
                .containsOnly(200);
    }

    @Test
    void its_own_metrics_are_there() {
        assertThat(get("/prometheus").body())
                .contains(
                        "holdfast_detector_samples_in_total",
                        "holdfast_detector_lag_seconds",
                        "jvm_");
    }

    private static byte[] queue(String name, double value) {
        var point =
                NumberDataPoint.newBuilder()
                        .setTimeUnixNano(Instant.now().toEpochMilli() * 1_000_000)
                        .setAsDouble(value)
                        .addAttributes(attribute("queue", name))
                        .addAttributes(attribute("system", "shop"));
        var metric =
                Metric.newBuilder()
                        .setName("queue.length")
                        .setGauge(Gauge.newBuilder().addDataPoints(point));
        return ExportMetricsServiceRequest.newBuilder()
                .addResourceMetrics(
                        ResourceMetrics.newBuilder()
                                .addScopeMetrics(ScopeMetrics.newBuilder().addMetrics(metric)))
                .build()
                .toByteArray();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    private static HttpResponse<String> get(String path) {
        try {
            return HTTP.send(
                    HttpRequest.newBuilder(url.resolve(path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpResponse<String> post(
            String path, String type, byte[] body, String... encoding) throws Exception {
        var request =
                HttpRequest.newBuilder(url.resolve(path))
                        .header("Content-Type", type)
                        .header("Authorization", "Bearer " + TOKEN)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        for (String e : encoding) {
            request.header("Content-Encoding", e);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
