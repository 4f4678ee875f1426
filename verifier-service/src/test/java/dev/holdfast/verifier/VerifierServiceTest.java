package dev.holdfast.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The whole service over a real broker and a real database, before a shop that answers for real.
@NullUnmarked // everything is started once for all tests
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifierServiceTest {
    private static final Scope SHOP = Scope.of("shop", "production");
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String CHECKS =
            Packs.SHOP
                    .replace("hold: 5s", "hold: 1s")
                    .replace("    window: 60s", "    window: 20s")
                    .replace("every: 5s", "every: 1s");

    @TempDir static Path data;
    private static final List<Envelope<Event>> SEEN = new CopyOnWriteArrayList<>();
    private static PlayedShop shop;
    private static ApplicationContext context;
    private static URI base;
    private static KafkaProducer<byte[], byte[]> kafka;
    private static Thread reader;

    @BeforeAll
    static void start() throws Exception {
        LocalPostgres postgres = LocalPostgres.shared();
        postgres.createDatabase("verified_shop");
        sql("create table orders (id int primary key, total numeric(10,2))");
        sql("insert into orders select n, n from generate_series(1, 100) n");
        shop = new PlayedShop();
        Files.writeString(
                data.resolve("tokens"),
                Tokens.hash("ada-s-token")
                        + " ada lead@shop\n"
                        + Tokens.hash("viewer-s-token")
                        + " vera viewer,lead@bakery\n");
        Files.writeString(data.resolve("password"), postgres.password());
        kafka = new KafkaProducer<>(KafkaSettings.producer(bootstrap(), "test"));
        startService();
        reader = Thread.ofVirtual().start(VerifierServiceTest::read);
        PackFiles pack = pack();
        offer(pack);
        await().atMost(Duration.ofMinutes(1)).until(() -> !seen(PackAccepted.class).isEmpty());
        publish(
                Topic.INCIDENTS,
                Scope.pack("shop"),
                new PackActivated("shop", pack.digest(), Instant.now()));
    }

    private static void startService() {
        LocalPostgres postgres = LocalPostgres.shared();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.port", -1);
        settings.put("holdfast.kafka", bootstrap());
        settings.put("holdfast.postgres.host", postgres.host());
        settings.put("holdfast.postgres.port", postgres.port());
        settings.put("holdfast.postgres.database", postgres.database());
        settings.put("holdfast.postgres.user", postgres.user());
        settings.put("holdfast.postgres.password", postgres.password());
        settings.put("holdfast.tokens", data.resolve("tokens").toString());
        settings.put("holdfast.data", data.toString());
        settings.put("holdfast.lease", "2s");
        settings.put("holdfast.detector.url", shop.metrics());
        context = Service.start(VerifierApplication.class, VerifierApplication.NAME, 0, settings);
        base = context.getBean(EmbeddedServer.class).getURI();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> get("/health/readiness").statusCode() == 200);
    }

    @AfterAll
    static void stop() {
        context.close();
        reader.interrupt();
        kafka.close();
        shop.close();
    }

    private static PackFiles pack() {
        LocalPostgres postgres = LocalPostgres.shared();
        PackFiles pack =
                Packs.with(
                        CHECKS,
                        Map.of(
                                "shop-url",
                                shop.url(),
                                "db-port",
                                "" + postgres.port(),
                                "db-name",
                                "verified_shop",
                                "db-user",
                                postgres.user()));
        Map<String, String> files = new LinkedHashMap<>(pack.files());
        files.computeIfPresent(
                "pack.yml",
                (_, text) ->
                        text.replace("env:SHOP_DB_PASSWORD", "file:" + data.resolve("password")));
        return PackFiles.of("shop", files);
    }

    @Test
    @Order(1)
    void a_healed_shop_passes_over_kafka_and_postgres() throws Exception {
        publish(
                Topic.ROLLBACKS,
                SHOP,
                new SnapshotRequested(
                        "shop-1", "rollback-1", Instant.now().plusSeconds(5), Instant.now()));
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        seen(SnapshotTaken.class).stream()
                                .anyMatch(s -> "shop-1".equals(s.incident())));
        assertThat(seen(SnapshotTaken.class))
                .filteredOn(s -> "shop-1".equals(s.incident()))
                .allSatisfy(s -> assertThat(s.values()).containsEntry("orders", "100"));

        publish(Topic.INCIDENTS, SHOP, requested("v-1", "rollback-1"));
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        seen(VerificationPassed.class).stream()
                                .anyMatch(v -> v.verification().equals("v-1")));
        assertThat(seen(CheckFinished.class))
                .filteredOn(c -> c.verification().equals("v-1"))
                .hasSize(5)
                .allMatch(c -> c.verdict() == Verdict.PASSED && !c.evidence().isEmpty());

        HttpResponse<String> view = get("/api/verifications/v-1");
        assertThat(view.statusCode()).isEqualTo(200);
        assertThat(Json.mapper().readTree(view.body()).path("state").asText()).isEqualTo("passed");
        assertThat(view.body()).contains("select count(*) from orders", "version is 1.4.1");
        assertThat(get("/api/verifications?scope=shop/production").body()).contains("v-1");
        assertThat(get("/api/verifications/nothing").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(2)
    void standing_checks_run_on_their_schedule() {
        await().atMost(Duration.ofSeconds(20))
                .until(() ->
                        seen(StandingCheckFinished.class).stream()
                                        .filter(s -> s.check().equals("health"))
                                        .count()
                                >= 3);
        assertThat(get("/api/checks/standing").body()).contains("health", "totals", "PASSED");
    }

    @Test
    @Order(3)
    void a_restart_in_the_middle_of_a_verification_loses_nothing() {
        shop.runs("1.5.0");
        publish(Topic.INCIDENTS, SHOP, requested("v-2", "rollback-1"));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> get("/api/verifications/v-2").body().contains("version is 1.5.0"));
        context.close();
        shop.runs("1.4.1");
        startService();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        seen(VerificationPassed.class).stream()
                                .anyMatch(v -> v.verification().equals("v-2")));
        assertThat(seen(CheckFinished.class).stream().filter(c -> c.verification().equals("v-2")))
                .hasSize(5);
    }

    @Test
    @Order(4)
    void a_person_asks_by_hand_with_a_token() throws Exception {
        assertThat(post(null, "{\"stage\":\"totals\"}").statusCode()).isEqualTo(401);
        HttpResponse<String> asked = post("ada-s-token", "{\"stage\":\"totals\"}");
        assertThat(asked.statusCode()).isEqualTo(202);
        String id = Json.mapper().readTree(asked.body()).path("verification").asText();
        await().atMost(Duration.ofMinutes(1))
                .until(() ->
                        seen(VerificationPassed.class).stream()
                                .anyMatch(v -> v.verification().equals(id)));
        assertThat(post("ada-s-token", "{\"component\":\"backend\"}").statusCode()).isEqualTo(400);
        HttpResponse<String> refused = post("viewer-s-token", "{\"stage\":\"totals\"}");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("responder", "vera has [lead@bakery, viewer]");
        assertThat(
                        send(request(
                                        "/api/systems/shop/production/callbacks/paid",
                                        "viewer-s-token",
                                        "{}"))
                                .statusCode())
                .isEqualTo(403);
        assertThat(
                        send(request(
                                        "/api/verifications/" + id + "/attest",
                                        "viewer-s-token",
                                        "{\"check\":\"totals\",\"answer\":\"yes\"}"))
                                .statusCode())
                .isEqualTo(403);
    }

    private static HttpRequest request(String path, String token, String body) {
        return HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    @Test
    @Order(5)
    void a_system_that_nobody_knows_is_inconclusive_and_a_broken_pack_is_refused() {
        publish(Topic.INCIDENTS, Scope.of("nowhere", "production"), requested("v-3", null));
        await().atMost(Duration.ofMinutes(1))
                .until(() -> !seen(VerificationInconclusive.class).isEmpty());
        offer(Packs.with("checks: {a: {htpt: {}}}\n"));
        await().atMost(Duration.ofMinutes(1)).until(() -> !seen(PackRefused.class).isEmpty());
        assertThat(seen(PackRefused.class).getFirst().problems())
                .anyMatch(p -> p.startsWith("checks.yml:1:14: unknown key 'htpt'"));
    }

    private static VerificationRequested requested(String id, String rollback) {
        Instant now = Instant.now();
        return new VerificationRequested(
                id,
                "shop-1",
                rollback,
                "immediate",
                new Release("backend", "1.4.1"),
                null,
                now.plusSeconds(60),
                now);
    }

    private static <E extends Event> List<E> seen(Class<E> type) {
        return SEEN.stream().map(Envelope::data).filter(type::isInstance).map(type::cast).toList();
    }

    private static void read() {
        List<TopicPartition> all =
                java.util.stream.IntStream.range(0, Topic.VERIFICATIONS.partitions())
                        .mapToObj(p -> new TopicPartition(Topic.VERIFICATIONS.title(), p))
                        .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(bootstrap(), "unused", "reader"))) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!Thread.currentThread().isInterrupted()) {
                for (ConsumerRecord<byte[], byte[]> r : consumer.poll(Duration.ofMillis(100))) {
                    SEEN.add(EventCodec.decode(r));
                }
            }
        } catch (org.apache.kafka.common.errors.InterruptException _) {
            // the tests are over
        }
    }

    private static void publish(Topic topic, Scope scope, Event event) {
        String id = EventId.of(topic, scope, event);
        Envelope<Event> e =
                new Envelope<>(id, scope, Instant.now(), 1, null, null, null, null, event);
        sent(EventCodec.encode(topic, "test", e));
    }

    private static void offer(PackFiles pack) {
        sent(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        pack.name().getBytes(StandardCharsets.UTF_8),
                        Json.bytes(pack)));
    }

    private static void sent(ProducerRecord<byte[], byte[]> event) {
        try {
            assertThat(kafka.send(event).get(10, TimeUnit.SECONDS).offset()).isNotNegative();
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(event.topic() + " did not take an event", e);
        }
    }

    private static void sql(String sql) throws Exception {
        LocalPostgres postgres = LocalPostgres.shared();
        try (Connection c =
                        java.sql.DriverManager.getConnection(
                                postgres.jdbcUrl("verified_shop"),
                                postgres.user(),
                                postgres.password());
                Statement s = c.createStatement()) {
            s.execute(sql);
        }
    }

    private static HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(base.resolve(path)).build());
    }

    private static HttpResponse<String> post(String token, String body) {
        HttpRequest.Builder b =
                HttpRequest.newBuilder(base.resolve("/api/systems/shop/production/verify"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            b.header("Authorization", "Bearer " + token);
        }
        return send(b.build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String bootstrap() {
        return LocalKafka.shared().bootstrapServers();
    }
}
