package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.PackFiles;

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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The whole service over the real broker and the real database; we play the other four.
@NullUnmarked // fields are set before the tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class DecisionServiceTest {
    private static final Scope SHOP = Scope.of("shop", "production");
    @TempDir static Path folder;

    private ServiceHouse house;
    private Wire wire;

    @BeforeAll
    void open() throws IOException {
        house = new ServiceHouse(folder, "decision_it");
        wire = new Wire();
        house.start();
    }

    @AfterAll
    void close() {
        house.close();
        wire.close();
    }

    private Asked.Reply get(String path) {
        return house.asks().get(path);
    }

    private Asked.Reply ask(String path, String token) {
        return house.asks().get(path, token);
    }

    private Asked.Reply send(String method, String path, @Nullable String token, Object body) {
        return house.asks().send(method, path, token, body);
    }

    @Test
    @Order(1)
    void a_pack_is_offered_and_current_once_all_accept() {
        Asked.Reply reply =
                send("PUT", "/api/packs/shop", "t-ada", Map.of("files", ShopPack.pack().files()));
        assertThat(reply.status()).isEqualTo(202);
        assertThat(reply.json().path("state").asText()).isEqualTo("pending");
        String digest = reply.json().path("digest").asText();
        wire.accept("shop", digest);
        assertThat(wire.hear(PackActivated.class).digest()).isEqualTo(digest);
        assertThat(get("/api/packs/shop?digest=" + digest).json().path("state").asText())
                .isEqualTo("active");
    }

    @Test
    @Order(2)
    void commands_need_a_token_a_right_and_a_reason() {
        assertThat(
                        send(
                                        "POST",
                                        "/api/systems/shop/production/rollback",
                                        null,
                                        Map.of("reason", "x"))
                                .status())
                .isEqualTo(401);
        Asked.Reply forbidden =
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
    void a_bad_release_is_rolled_back_over_the_real_broker_and_database() {
        wire.tell(Topic.TRIGGERS, SHOP, deployed("1.4.1", "s1"));
        await().atMost(Wire.PATIENCE)
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
        wire.tell(Topic.TRIGGERS, SHOP, deployed("1.5.0", "s2"));
        Instant now = Instant.now();
        TriggerRaised raised = new TriggerRaised(trigger("ShopDown", now), now, List.of());
        wire.tell(Topic.TRIGGERS, SHOP, raised);
        wire.tell(Topic.TRIGGERS, SHOP, raised);
        RollbackProposed proposed = wire.hear(RollbackProposed.class);
        assertThat(proposed.to().version()).isEqualTo("1.4.1");
        wire.tell(Topic.ROLLBACKS, SHOP, plan(proposed));
        RollbackOrdered ordered = wire.hear(RollbackOrdered.class);
        assertThat(ordered.authority().rule()).isEqualTo("severe");
        wire.tell(
                Topic.ROLLBACKS,
                SHOP,
                new RollbackEvent.RollbackStarted(
                        ordered.incident(),
                        ordered.rollback(),
                        ordered.planHash(),
                        1,
                        1,
                        Instant.now()));
        wire.tell(
                Topic.ROLLBACKS,
                SHOP,
                new RollbackEvent.RollbackCompleted(
                        ordered.incident(),
                        ordered.rollback(),
                        ordered.from(),
                        ordered.to(),
                        now,
                        Instant.now()));
        VerificationRequested asked = wire.hear(VerificationRequested.class);
        wire.tell(
                Topic.VERIFICATIONS,
                SHOP,
                new VerificationEvent.VerificationPassed(
                        asked.incident(),
                        asked.rollback(),
                        asked.verification(),
                        asked.stage(),
                        "5 of 5",
                        Instant.now()));
        await().atMost(Wire.PATIENCE)
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
    void a_service_that_starts_anew_goes_on_where_it_was() {
        house.close();
        house.start();
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
        assertThat(wire.all().map(Envelope::data).filter(RollbackOrdered.class::isInstance))
                .hasSize(1);
    }

    @Test
    @Order(82)
    void another_policy_is_tried_on_what_really_happened() {
        String path = "/api/systems/shop/production/what-if";
        Map<String, String> files = ShopPack.pack().files();
        Asked.Reply same = send("POST", path, "t-olga", Map.of("files", files));
        assertThat(same.status()).isEqualTo(200);
        assertThat(same.json().path("incidents").asInt()).isPositive();
        Map<String, String> broken =
                Map.of("pack.yml", files.get("pack.yml"), "decisions.yml", "matrix: 7\n");
        Asked.Reply refused = send("POST", path, "t-olga", Map.of("files", broken));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json().path("detail").asText()).contains("decisions.yml:1:");
        assertThat(send("POST", path, "t-elsewhere", Map.of("files", files)).status())
                .isEqualTo(403);
    }

    @Test
    @Order(5)
    void a_plan_is_shown_without_an_order_and_the_same_key_gives_the_same_answer() {
        Asked.Reply none = send("POST", "/api/systems/shop/production/plan", "t-olga", Map.of());
        assertThat(none.status()).as("1.4.1 runs and nothing before it held").isEqualTo(409);
        send(
                "POST",
                "/api/systems/shop/production/releases/held",
                "t-olga",
                Map.of("component", "web", "version", "1.3.0", "reason", "old and good"));
        Asked.Reply first =
                house.asks()
                        .send(
                                "POST",
                                "/api/systems/shop/production/plan",
                                "t-olga",
                                Map.of("to", "1.3.0"),
                                "k1");
        Asked.Reply again =
                house.asks()
                        .send(
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
        RollbackProposed p = wire.hear(RollbackProposed.class, e -> e.incident().equals(id));
        wire.tell(Topic.ROLLBACKS, SHOP, plan(p));
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        get("/api/systems/shop/production/plan")
                                .json()
                                .path("state")
                                .asText()
                                .equals("ready"));
        assertThat(get("/api/incidents").json().size()).isZero();
    }

    @Test
    @Order(90)
    void systems_of_two_packs_go_back_in_the_order_that_is_declared() {
        Scope back = Scope.of("back", "production");
        Scope front = Scope.of("front", "production");
        applies(ShopPack.of("back", "follows: [front]\n"));
        applies(
                ShopPack.of(
                        "front",
                        "groups:\n  - {name: G, go-back: in-order, members: [back, front]}\n"));
        for (Scope s : List.of(back, front)) {
            send(
                    "POST",
                    "/api/systems/%s/releases/held".formatted(s.key()),
                    "t-olga",
                    Map.of("component", "web", "version", "1", "reason", "it ran for weeks"));
            wire.tell(Topic.TRIGGERS, s, deployed("2", "g" + s.key()));
        }
        Instant now = Instant.now();
        wire.tell(
                Topic.TRIGGERS, front, new TriggerRaised(trigger("ShopDown", now), now, List.of()));
        for (Scope s : List.of(front, back)) {
            wire.tell(Topic.ROLLBACKS, s, plan(wire.hear(RollbackProposed.class, s)));
        }
        RollbackOrdered first = wire.hear(RollbackOrdered.class, back);
        assertThat(first.authority().rule()).isEqualTo("severe of front/production");
        assertThat(wire.all(RollbackOrdered.class, front)).isEmpty();
        wire.does(back, first);
        RollbackOrdered second = wire.hear(RollbackOrdered.class, front);
        assertThat(second.at()).isAfter(first.at());
        wire.does(front, second);
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        get("/api/incidents/" + second.incident())
                                .json()
                                .at("/detail/lead/over")
                                .asBoolean());
        assertThat(ask("/api/audit/verify", "t-ada").json().path("whole").asBoolean()).isTrue();
        for (Scope s : List.of(back, front)) {
            assertThat(ask("/api/audit/replay/" + s.key(), "t-ada").json().path("same").asBoolean())
                    .isTrue();
        }
    }

    private void applies(PackFiles pack) {
        Asked.Reply reply =
                send("PUT", "/api/packs/" + pack.name(), "t-ada", Map.of("files", pack.files()));
        String digest = reply.json().path("digest").asText();
        wire.accept(pack.name(), digest);
        var _ = wire.hear(PackActivated.class, e -> e.digest().equals(digest));
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
}
