package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.notifier.domain.stream.Position;
import dev.holdfast.notifier.flow.LiveFeed;
import dev.holdfast.notifier.flow.PastEvents;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/// The whole service over a real broker and a real database.
@NullUnmarked // started once for all tests
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class NotifierServiceTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String TOKEN = "secret-of-ada";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private record Asked(String method, String path, String authorization, String body) {}

    @TempDir static Path data;
    private static final List<String> hooked = new CopyOnWriteArrayList<>();
    private static final AtomicInteger refusals = new AtomicInteger(2);
    private static final List<Asked> asked = new CopyOnWriteArrayList<>();
    private static HttpServer outside;
    private static HttpServer others;
    private static LocalKafka kafka;
    private static ApplicationContext context;
    private static URI base;
    private static Wire wire;
    private static ShopStory story;

    @BeforeAll
    static void start() throws IOException {
        outside = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/hook", NotifierServiceTest::hook);
        outside.start();
        others = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        others.createContext("/api", NotifierServiceTest::decision);
        others.start();
        Path tokens = data.resolve("tokens");
        Files.writeString(tokens, Tokens.hash(TOKEN) + " ada lead\n");
        // Its own broker and database: a service that another test keeps running would be a second
        // instance of this one, and do half of its work.
        kafka = LocalKafka.start(data.resolve("kafka"));
        LocalPostgres postgres = LocalPostgres.shared();
        postgres.createDatabase("notifier_service");
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.port", -1);
        settings.put("holdfast.kafka", kafka.bootstrapServers());
        settings.put("holdfast.postgres.host", postgres.host());
        settings.put("holdfast.postgres.port", postgres.port());
        settings.put("holdfast.postgres.database", "notifier_service");
        settings.put("holdfast.postgres.user", postgres.user());
        settings.put("holdfast.postgres.password", postgres.password());
        settings.put("holdfast.tokens", tokens.toString());
        settings.put("holdfast.data", data.toString());
        settings.put("holdfast.decision.url", "http://127.0.0.1:" + others.getAddress().getPort());
        context = Service.start(NotifierApplication.class, NotifierApplication.NAME, 0, settings);
        base = context.getBean(EmbeddedServer.class).getURI();
        wire = new Wire(kafka.bootstrapServers());
        story = new ShopStory("shop-it-1", Instant.now(), "<img src=x onerror=alert(1)> fails");
    }

    @AfterAll
    static void stop() {
        wire.close();
        context.close();
        kafka.close();
        outside.stop(0);
        others.stop(0);
    }

    @Test
    @Order(1)
    void it_becomes_ready() {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/health/readiness").statusCode()).isEqualTo(200));
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(get("/api/now").body()).contains("\"complete\":true"));
    }

    @Test
    @Order(2)
    void a_pack_brings_a_webhook_that_is_told_at_last_although_it_fails_first() {
        PackFiles pack =
                Packs.shop(
                        """
                        channels:
                          hook: {kind: webhook, url: "%s"}
                          file: {kind: folder, path: shop}
                        route: {channels: [hook, file]}
                        """
                                .formatted(outsideUrl("/hook")));
        wire.send(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        0,
                        "shop".getBytes(StandardCharsets.UTF_8),
                        Json.bytes(pack)));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(eventsSoFar()).contains("pack.accepted"));
        wire.tell(Scope.pack("shop"), new PackActivated("shop", pack.digest(), Instant.now()));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        post("/api/channels/file/test?system=shop", "", TOKEN)
                                                .statusCode())
                                .isEqualTo(202));

        wire.tell(story.opening());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(hooked).hasSize(3));
        assertThat(hooked.stream().distinct()).hasSize(1);
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("/api/notices?incident=shop-it-1").body())
                                .contains("\"standing\":\"SENT\"", "\"attempts\":3"));
    }

    @Test
    @Order(3)
    void the_live_stream_goes_on_where_a_reader_was() throws IOException {
        wire.tell(story.deciding());
        String last;
        try (LiveReader reader = reader("/events?incident=shop-it-1", null)) {
            wire.tell(story.rollingBack());
            LiveReader.Frame started = reader.until("rollback.started");
            last = started.id();
        }
        wire.tell(story.rolledBack());
        try (LiveReader reader = reader("/events?incident=shop-it-1", last)) {
            assertThat(reader.until("step.started").data()).contains("switch");
            assertThat(reader.until("rollback.completed").data())
                    .contains("\"scope\":\"shop/production\"");
        }
    }

    @Test
    @Order(4)
    void a_reader_of_another_scope_sees_nothing_but_heartbeats() throws IOException {
        try (LiveReader other = reader("/events?scope=other", null);
                LiveReader same = reader("/events?scope=shop", null)) {
            wire.tell(story.verified());
            same.until("incident.resolved");
            assertThat(other.next()).startsWith(": heartbeat");
        }
        assertThat(get("/events", "Last-Event-ID", "nonsense").statusCode()).isEqualTo(400);
    }

    @Test
    @Order(5)
    void the_timeline_has_the_whole_story_and_hostile_text_stays_data() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(get("/api/incidents/shop-it-1/timeline").body())
                                .contains("\"state\":\"resolved\""));
        HttpResponse<String> answer = get("/api/incidents/shop-it-1/timeline");
        assertThat(answer.headers().firstValue("content-type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("application/json"));
        assertThat(answer.body())
                .contains(
                        "ShopErrorRatio",
                        "rollback.completed",
                        "check.finished",
                        "<img src=x onerror=alert(1)> fails");
        assertThat(get("/api/incidents?q=shop-it").body()).contains("shop-it-1");
        assertThat(get("/api/incidents/nobody/timeline").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(5)
    void what_fell_out_of_the_ring_is_read_from_kafka_each_record_once() {
        var feed = context.getBean(LiveFeed.class);
        // Not the events' ids: services of other tests wrote to the same broker, each anew.
        List<String> places = new CopyOnWriteArrayList<>();
        List<String> types = new CopyOnWriteArrayList<>();
        context.getBean(PastEvents.class)
                .read(
                        Position.start(),
                        feed.reached(),
                        h ->
                                places.add(h.topic() + "-" + h.partition() + "@" + h.offset())
                                        && types.add(EventTypes.brief(h.event().data())));
        assertThat(places).doesNotHaveDuplicates();
        assertThat(types).contains("trigger.raised", "rollback.completed", "notice.sent");
    }

    @Test
    @Order(6)
    void the_console_is_served_with_a_policy_that_lets_only_its_own_scripts_run() {
        for (String path :
                List.of(
                        "/",
                        "/app/console.js",
                        "/app/console.css",
                        "/lib/chart.js/chart.umd.min.js",
                        "/app/mark.svg")) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(200);
            assertThat(answer.headers().firstValue("content-security-policy"))
                    .hasValueSatisfying(p ->
                            assertThat(p)
                                    .contains("default-src 'none'", "script-src 'self'")
                                    .doesNotContain("unsafe"));
            assertThat(answer.headers().firstValue("x-content-type-options")).contains("nosniff");
        }
        assertThat(get("/").body())
                .contains("app/console.js")
                .doesNotContainPattern("<script>|\\son\\w+=\"|style=\"");
        assertThat(get("/app/console.js").headers().firstValue("content-type"))
                .hasValueSatisfying(t -> assertThat(t).contains("javascript"));
    }

    @Test
    @Order(7)
    void what_people_decide_is_passed_on_with_their_own_token() {
        HttpResponse<String> answer =
                post("/api/decision/incidents/shop-it-1/approve", "{\"reason\":\"x\"}", TOKEN);
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("is over");
        assertThat(asked)
                .containsExactly(
                        new Asked(
                                "POST",
                                "/api/incidents/shop-it-1/approve",
                                "Bearer " + TOKEN,
                                "{\"reason\":\"x\"}"));
        assertThat(post("/api/decision/incidents/shop-it-1/approve", "{}", null).statusCode())
                .isEqualTo(401);
        assertThat(post("/api/decision/..%2f..%2fhealth", "{}", TOKEN).statusCode()).isEqualTo(404);
        assertThat(asked).hasSize(1);
    }

    @Test
    @Order(8)
    void a_folder_has_the_notices_as_markdown() {
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(resolvedFiles())
                                .singleElement()
                                .satisfies(f ->
                                        assertThat(Files.readString(f))
                                                .contains("✅ INCIDENT RESOLVED")
                                                .doesNotContain("<img")));
    }

    private static List<Path> resolvedFiles() throws IOException {
        Path folder = data.resolve("notices/shop/shop-it-1");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(p ->
                            p.toString().endsWith(".md") && p.toString().contains("-resolved-"))
                    .toList();
        }
    }

    private static LiveReader reader(String path, String last) throws IOException {
        return LiveReader.open(base.resolve(path), last, null);
    }

    /// What the live feed's ring holds, by its JSON.
    private static String eventsSoFar() {
        var feed = context.getBean(LiveFeed.class);
        StringBuilder all = new StringBuilder();
        for (long i = 0; feed.item(i).isPresent(); i++) {
            all.append(feed.item(i).orElseThrow().json()).append('\n');
        }
        return all.toString();
    }

    private static String outsideUrl(String path) {
        return "http://127.0.0.1:%d%s".formatted(outside.getAddress().getPort(), path);
    }

    private static void hook(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean ours = body.contains("shop-it-1") && body.contains("incident-started");
        if (ours) {
            hooked.add(exchange.getRequestHeaders().getFirst("webhook-id"));
        }
        exchange.sendResponseHeaders(ours && refusals.getAndDecrement() > 0 ? 500 : 204, -1);
        exchange.close();
    }

    private static void decision(HttpExchange exchange) throws IOException {
        asked.add(
                new Asked(
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        exchange.getRequestHeaders().getFirst("Authorization"),
                        new String(
                                exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
        byte[] body = "{\"detail\":\"the incident is over\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
        exchange.sendResponseHeaders(409, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        HttpRequest.Builder b = HttpRequest.newBuilder(base.resolve(path));
        return send(headers.length == 0 ? b : b.headers(headers));
    }

    private static HttpResponse<String> post(String path, String body, String token) {
        HttpRequest.Builder b =
                HttpRequest.newBuilder(base.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        return send(token == null ? b : b.header("Authorization", "Bearer " + token));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(
                    request.timeout(Duration.ofSeconds(15)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
