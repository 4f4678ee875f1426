package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.service.ApiDescription;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The whole service over the real broker and the real database; we play the other four.
@NullUnmarked // fields are set before the tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DecisionServiceTest {
    private static final Scope SHOP = Scope.of("shop", "production");
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    @TempDir static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConcurrentLinkedQueue<Envelope<Event>> heard = new ConcurrentLinkedQueue<>();
    private ApplicationContext service;
    private KafkaProducer<byte[], byte[]> kafka;
    private Thread ear;
    private String base;
    private long sent;
    private volatile boolean over;

    @BeforeAll
    void open() throws IOException {
        CompletableFuture<LocalKafka> broker = CompletableFuture.supplyAsync(LocalKafka::shared);
        LocalPostgres.shared().createDatabase("decision_it");
        kafka =
                new KafkaProducer<>(
                        KafkaSettings.producer(broker.join().bootstrapServers(), "test"));
        Path tokens = folder.resolve("tokens");
        Files.writeString(
                tokens,
                "%s ada admin\n%s olga\n%s mallory\n%s vera viewer@shop/production\n%s elsa admin@bank\n"
                        .formatted(
                                Tokens.hash("t-ada"),
                                Tokens.hash("t-olga"),
                                Tokens.hash("t-mallory"),
                                Tokens.hash("t-vera"),
                                Tokens.hash("t-elsewhere")));
        start();
        ear = Thread.ofVirtual().start(this::listen);
    }

    private void start() {
        LocalPostgres p = LocalPostgres.shared();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.port", -1);
        settings.put("holdfast.kafka", LocalKafka.shared().bootstrapServers());
        settings.put("holdfast.postgres.host", p.host());
        settings.put("holdfast.postgres.port", p.port());
        settings.put("holdfast.postgres.database", "decision_it");
        settings.put("holdfast.postgres.user", p.user());
        settings.put("holdfast.postgres.password", p.password());
        settings.put("holdfast.tokens", folder.resolve("tokens").toString());
        settings.put("holdfast.data", folder.resolve("data").toString());
        service = Service.start(DecisionApplication.class, DecisionApplication.NAME, 0, settings);
        base = service.getBean(EmbeddedServer.class).getURI().toString();
        await().atMost(PATIENCE).until(() -> get("/health/readiness").status() == 200);
    }

    @AfterAll
    void close() throws InterruptedException {
        over = true;
        ear.join();
        service.close();
        kafka.close();
    }

    @Test
    @Order(1)
    void a_pack_is_offered_and_current_once_all_accept() throws Exception {
        Reply reply =
                send("PUT", "/api/packs/shop", "t-ada", Map.of("files", ShopPack.pack().files()));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("state").asText()).isEqualTo("pending");
        String digest = reply.json().path("digest").asText();
        Map.of(
                        "trigger-detector", Topic.TRIGGERS,
                        "executor-service", Topic.ROLLBACKS,
                        "verifier-service", Topic.VERIFICATIONS,
                        "notifier-service", Topic.NOTIFICATIONS)
                .forEach((name, topic) ->
                        tell(
                                topic,
                                Scope.pack("shop"),
                                new PackAccepted(name, digest, Instant.now())));
        assertThat(hear(PackActivated.class).digest()).isEqualTo(digest);
        assertThat(get("/api/packs/shop?digest=" + digest).json().path("state").asText())
                .isEqualTo("active");
    }

    @Test
    @Order(2)
    void commands_need_a_token_a_right_and_a_reason() throws Exception {
        assertThat(
                        send(
                                        "POST",
                                        "/api/systems/shop/production/rollback",
                                        null,
                                        Map.of("reason", "x"))
                                .status())
                .isEqualTo(401);
        Reply forbidden =
                send(
                        "POST",
                        "/api/systems/shop/production/rollback",
                        "t-mallory",
                        Map.of("reason", "x"));
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.json().path("status").asInt()).isEqualTo(403);
        assertThat(forbidden.json().path("detail").asText()).contains("mallory");
        assertThat(
                        send("POST", "/api/systems/shop/production/rollback", "t-olga", Map.of())
                                .status())
                .isEqualTo(400);
        assertThat(
                        send("POST", "/api/incidents/none/approve", "t-olga", Map.of("reason", "x"))
                                .status())
                .isEqualTo(404);
        assertThat(
                        send(
                                        "PUT",
                                        "/api/systems/shop/production/mode",
                                        "t-olga",
                                        Map.of("mode", "automatic", "reason", "x"))
                                .status())
                .isEqualTo(403);
        assertThat(
                        send(
                                        "PUT",
                                        "/api/systems/shop/production/mode",
                                        "t-ada",
                                        Map.of("mode", "sometimes", "reason", "x"))
                                .status())
                .isEqualTo(400);
        assertThat(
                        send(
                                        "PUT",
                                        "/api/packs/shop",
                                        "t-olga",
                                        Map.of("files", ShopPack.pack().files()))
                                .status())
                .isEqualTo(403);
        assertThat(get("/api/systems/Shop/x y").status()).isEqualTo(400);
    }

    @Test
    @Order(3)
    void a_bad_release_is_rolled_back_over_the_real_broker_and_database() throws Exception {
        tell(Topic.TRIGGERS, SHOP, deployed("1.4.1", "s1"));
        await().atMost(PATIENCE)
                .until(() -> get("/api/systems/shop/production/releases").json().size() == 1);
        assertThat(
                        send(
                                        "POST",
                                        "/api/systems/shop/production/releases/held",
                                        "t-olga",
                                        Map.of(
                                                "component",
                                                "web",
                                                "version",
                                                "1.4.1",
                                                "reason",
                                                "it ran for weeks"))
                                .status())
                .isEqualTo(200);
        tell(Topic.TRIGGERS, SHOP, deployed("1.5.0", "s2"));
        Instant now = Instant.now();
        TriggerRaised raised = new TriggerRaised(trigger("ShopDown", now), now, List.of());
        tell(Topic.TRIGGERS, SHOP, raised);
        tell(Topic.TRIGGERS, SHOP, raised);
        RollbackProposed proposed = hear(RollbackProposed.class);
        assertThat(proposed.to().version()).isEqualTo("1.4.1");
        tell(Topic.ROLLBACKS, SHOP, plan(proposed));
        RollbackOrdered ordered = hear(RollbackOrdered.class);
        assertThat(ordered.authority().rule()).isEqualTo("severe");
        tell(
                Topic.ROLLBACKS,
                SHOP,
                new RollbackEvent.RollbackStarted(
                        ordered.incident(),
                        ordered.rollback(),
                        ordered.planHash(),
                        1,
                        1,
                        Instant.now()));
        tell(
                Topic.ROLLBACKS,
                SHOP,
                new RollbackEvent.RollbackCompleted(
                        ordered.incident(),
                        ordered.rollback(),
                        ordered.from(),
                        ordered.to(),
                        now,
                        Instant.now()));
        VerificationRequested asked = hear(VerificationRequested.class);
        tell(
                Topic.VERIFICATIONS,
                SHOP,
                new VerificationEvent.VerificationPassed(
                        asked.incident(),
                        asked.rollback(),
                        asked.verification(),
                        asked.stage(),
                        "5 of 5",
                        Instant.now()));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(
                                        get("/api/incidents/" + ordered.incident())
                                                .json()
                                                .path("incident")
                                                .path("state")
                                                .asText())
                                .isEqualTo("holding"));
        JsonNode whole = get("/api/incidents/" + ordered.incident()).json();
        assertThat(whole.path("decisions").size()).isEqualTo(2);
        assertThat(whole.path("plan").path("hash").asText()).isEqualTo("h");
        assertThat(whole.path("timeline").size()).isGreaterThan(8);
        assertThat(get("/api/incidents").json().size()).isEqualTo(1);
        assertThat(get("/api/audit/verify").status()).isEqualTo(401);
        assertThat(ask("/api/audit/verify", "t-mallory").status()).isEqualTo(403);
        JsonNode audit = ask("/api/audit/verify", "t-olga").json();
        assertThat(audit.path("whole").asBoolean()).as("%s", audit).isTrue();
    }

    @Test
    @Order(4)
    void a_service_that_starts_anew_goes_on_where_it_was() throws Exception {
        service.close();
        start();
        JsonNode open = get("/api/incidents").json();
        assertThat(open.size()).isEqualTo(1);
        String id = open.get(0).path("id").asText();
        assertThat(
                        send(
                                        "POST",
                                        "/api/incidents/" + id + "/close",
                                        "t-olga",
                                        Map.of("reason", "seen"))
                                .status())
                .isEqualTo(200);
        assertThat(get("/api/incidents").json().size()).isZero();
        assertThat(get("/api/incidents?state=all").json().size()).isEqualTo(1);
        assertThat(heard.stream().map(Envelope::data).filter(RollbackOrdered.class::isInstance))
                .hasSize(1);
    }

    @Test
    @Order(80)
    void no_route_that_changes_something_is_open_to_who_has_no_token_or_no_role() throws Exception {
        List<String> routes = new ArrayList<>();
        service.getBean(Router.class)
                .uriRoutes()
                .map(UriRouteInfo.class::cast)
                .filter(r -> r.getUriMatchTemplate().toPathString().startsWith("/api/"))
                .forEach(r ->
                        routes.add(
                                r.getHttpMethodName()
                                        + " "
                                        + r.getUriMatchTemplate()
                                                .toPathString()
                                                .replace("{system}", "shop")
                                                .replace("{environment}", "production")
                                                .replace("{name}", "shop")
                                                .replaceAll("\\{[^}]*}", "shop-20261120-0000")));
        List<String> changing =
                routes.stream()
                        .filter(r -> !r.startsWith("GET") && !r.startsWith("HEAD"))
                        .distinct()
                        .toList();
        assertThat(changing).hasSizeGreaterThan(10);
        Map<String, Object> body =
                Map.of(
                        "reason", "because",
                        "mode", "automatic",
                        "estimate", "5m",
                        "component", "web",
                        "version", "9",
                        "files", Map.of("pack.yml", "system: shop"));
        for (String route : changing) {
            String[] parts = route.split(" ");
            assertThat(send(parts[0], parts[1], null, body).status()).as(route).isEqualTo(401);
            assertThat(send(parts[0], parts[1], "t-wrong", body).status()).as(route).isEqualTo(401);
            for (String token : List.of("t-mallory", "t-vera", "t-elsewhere")) {
                assertThat(send(parts[0], parts[1], token, body).status())
                        .as(route + " with " + token)
                        .isIn(route.contains("/chat/") ? List.of(401) : List.of(400, 403, 404));
            }
        }
        assertThat(routes).contains("GET /api/systems");
    }

    /// `-Ddocs.apply=true` writes it anew.
    @Test
    @Order(82)
    void the_description_of_the_api_names_the_routes_that_are_there() throws Exception {
        Path file = Path.of("src/main/resources/openapi.json");
        String described =
                ApiDescription.of("Holdfast decision-service", service.getBean(Router.class));
        if (Boolean.getBoolean("docs.apply")) {
            Files.writeString(file, described);
        }
        assertThat(file).hasContent(described);
        assertThat(get("/api/openapi.json").status()).isEqualTo(200);
    }

    @Test
    @Order(82)
    void another_policy_is_tried_on_what_really_happened() throws Exception {
        String path = "/api/systems/shop/production/what-if";
        Map<String, String> files = ShopPack.pack().files();
        Reply same = send("POST", path, "t-olga", Map.of("files", files));
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().path("incidents").asInt()).isPositive();
        Map<String, String> broken =
                Map.of("pack.yml", files.get("pack.yml"), "decisions.yml", "matrix: 7\n");
        Reply refused = send("POST", path, "t-olga", Map.of("files", broken));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).contains("decisions.yml:1:");
        assertThat(send("POST", path, "t-elsewhere", Map.of("files", files)).status())
                .isEqualTo(403);
    }

    @Test
    @Order(81)
    void a_reader_sees_only_where_they_have_a_role() throws Exception {
        assertThat(ask("/api/systems/shop/production", "t-vera").status()).isEqualTo(200);
        assertThat(ask("/api/systems/shop/production", "t-elsewhere").status()).isEqualTo(403);
        assertThat(ask("/api/systems", "t-elsewhere").json()).isEmpty();
        assertThat(ask("/api/systems", "t-vera").json()).isNotEmpty();
    }

    @Test
    @Order(5)
    void a_plan_is_shown_without_an_order_and_the_same_key_gives_the_same_answer()
            throws Exception {
        Reply none = send("POST", "/api/systems/shop/production/plan", "t-olga", Map.of());
        assertThat(none.status()).as("1.4.1 runs and nothing before it held").isEqualTo(409);
        send(
                "POST",
                "/api/systems/shop/production/releases/held",
                "t-olga",
                Map.of("component", "web", "version", "1.3.0", "reason", "old and good"));
        Reply first =
                send(
                        "POST",
                        "/api/systems/shop/production/plan",
                        "t-olga",
                        Map.of("to", "1.3.0"),
                        "k1");
        Reply again =
                send(
                        "POST",
                        "/api/systems/shop/production/plan",
                        "t-olga",
                        Map.of("to", "1.3.0"),
                        "k1");
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(get("/api/systems/shop/production/plan").json().path("state").asText())
                .isEqualTo("pending");
        String id = first.json().path("incident").asText();
        assertThat(id).startsWith("plan-");
        RollbackProposed p = hear(RollbackProposed.class, e -> e.incident().equals(id));
        tell(Topic.ROLLBACKS, SHOP, plan(p));
        await().atMost(PATIENCE)
                .until(() ->
                        get("/api/systems/shop/production/plan")
                                .json()
                                .path("state")
                                .asText()
                                .equals("ready"));
        assertThat(get("/api/incidents").json().size()).isZero();
    }

    private static SignalAccepted deployed(String version, String id) {
        return new SignalAccepted(
                id,
                "deployment.finished",
                Map.of("component", "web", "release", version, "by", "dora", "changes", "code"),
                Instant.now());
    }

    private static Trigger trigger(String rule, Instant now) {
        return new Trigger(
                "t-" + rule, rule, Map.of(), Map.of(), "up == 0", 0, null, now.minusSeconds(60));
    }

    private static RollbackEvent.PlanReady plan(RollbackProposed p) {
        return new RollbackEvent.PlanReady(
                p.incident(),
                p.rollback(),
                "h",
                p.runbook(),
                p.from(),
                p.to(),
                List.of(
                        new RollbackEvent.PlannedStep(
                                "s", "link.switch", "link", "checkable", false)),
                null,
                Duration.ZERO,
                Duration.ofSeconds(5),
                List.of(),
                Instant.now());
    }

    private void tell(Topic topic, Scope scope, Event event) {
        sent++;
        Envelope<Event> e =
                new Envelope<>(
                        EventId.of("it", sent),
                        scope,
                        Instant.now(),
                        sent,
                        null,
                        null,
                        null,
                        null,
                        event);
        try {
            var _ = kafka.send(EventCodec.encode(topic, "test", e)).get();
        } catch (Exception problem) {
            throw new AssertionError(problem);
        }
    }

    private <E extends Event> E hear(Class<E> type) {
        return hear(type, _ -> true);
    }

    private <E extends Event> E hear(Class<E> type, java.util.function.Predicate<E> which) {
        List<E> found = new ArrayList<>();
        await().atMost(PATIENCE)
                .until(() -> {
                    Optional<E> e =
                            heard.stream()
                                    .map(Envelope::data)
                                    .filter(type::isInstance)
                                    .map(type::cast)
                                    .filter(which)
                                    .findFirst();
                    e.ifPresent(found::add);
                    return e.isPresent();
                });
        return found.getFirst();
    }

    private void listen() {
        Map<String, Object> settings =
                KafkaSettings.consumer(
                        LocalKafka.shared().bootstrapServers(), "decision-it", "decision-it");
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings)) {
            List<TopicPartition> all = new ArrayList<>();
            for (int i = 0; i < Topic.INCIDENTS.partitions(); i++) {
                all.add(new TopicPartition(Topic.INCIDENTS.title(), i));
            }
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!over) {
                consumer.poll(Duration.ofMillis(100)).forEach(r -> heard.add(EventCodec.decode(r)));
            }
        }
    }

    private record Reply(int status, JsonNode json) {}

    private Reply get(String path) throws Exception {
        return reply(
                HttpRequest.newBuilder(URI.create(base + path.replace(" ", "%20"))).GET().build());
    }

    private Reply ask(String path, String token) throws Exception {
        return reply(
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Authorization", "Bearer " + token)
                        .GET()
                        .build());
    }

    private Reply send(String method, String path, @Nullable String token, Object body)
            throws Exception {
        return send(method, path, token, body, null);
    }

    private Reply send(
            String method, String path, @Nullable String token, Object body, @Nullable String key)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path))
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(Json.text(body)));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (key != null) {
            request.header("Idempotency-Key", key);
        }
        return reply(request.build());
    }

    private Reply reply(HttpRequest request) throws Exception {
        var response = http.send(request, BodyHandlers.ofString());
        return new Reply(response.statusCode(), Json.mapper().readTree(response.body()));
    }
}
