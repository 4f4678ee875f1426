package dev.holdfast.executor.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// A real executor is killed (-9) again and again in the middle of a rollback of several steps. In the
/// end there was one rollback, and every effect happened once. [FaultsTest] strikes at every boundary.
class ExecutorKilledTest {
    private static final String DATABASE = "executor_killed";
    private static final String TOKEN = "test-token";
    private static final String CANARY = "canary-7f3b-secret";
    private static final int MOST_KILLS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Scope SCOPE = Scope.of("shop", "production");
    private static final String ROLLBACK = "7d7a3c6e-0000-8000-8000-0000000000aa";

    @TempDir private Path home;

    @Test
    void killed_at_each_boundary_it_ends_in_exactly_one_rollback() throws Exception {
        var kafka = CompletableFuture.supplyAsync(LocalKafka::shared);
        LocalPostgres.shared().createDatabase(DATABASE);
        kafka.join();
        prepare();
        Map<String, String> secrets = Map.of("SHOP_TOKEN", CANARY);
        ChildExecutor executor = ChildExecutor.start(home, DATABASE, secrets);
        try (KeyedTarget target = new KeyedTarget()) {
            await().atMost(PATIENCE).until(executor::ready);
            try (Wire wire = new Wire(SCOPE);
                    JournalGate gate = new JournalGate(DATABASE)) {
                planned(wire, target);
                gate.shut();
                ordered(wire);

                int kills = 0;
                while (wire.heard(RollbackCompleted.class).isEmpty() && kills < MOST_KILLS) {
                    // Inside the transaction of the next line, before its commit.
                    await().atMost(PATIENCE).until(() -> gate.waited() || done(wire));
                    if (done(wire)) {
                        break;
                    }
                    executor.kill();
                    long before = gate.lines();
                    gate.open();
                    executor = ChildExecutor.start(home, DATABASE, secrets);
                    // As soon as the next line is committed.
                    await().atMost(PATIENCE)
                            .pollInterval(Duration.ofMillis(2))
                            .until(() -> gate.lines() > before);
                    executor.kill();
                    gate.shut();
                    executor = ChildExecutor.start(home, DATABASE, secrets);
                    kills += 2;
                }
                gate.open();
                await().atMost(PATIENCE).until(() -> done(wire));
                assertThat(kills).isEqualTo(MOST_KILLS);

                exactlyOnce(wire, target);
                nothingSecretIsLeft(gate, target);
                ChildExecutor last = executor;
                await().atMost(PATIENCE).until(last::ready);
                theKillSwitchWorks(wire, last);
            }
        } finally {
            executor.close();
        }
    }

    private static boolean done(Wire wire) {
        return !wire.heard(RollbackCompleted.class).isEmpty()
                || !wire.heard(RollbackFailed.class).isEmpty();
    }

    private void prepare() throws IOException {
        home = home.toRealPath();
        Files.createDirectories(home.resolve("releases/1.4.1"));
        Files.createDirectories(home.resolve("releases/1.5.0"));
        Files.createSymbolicLink(home.resolve("current"), home.resolve("releases/1.5.0"));
        Path script = home.resolve("restart");
        Files.writeString(
                script, "#!/bin/sh\necho \"$HOLDFAST_KEY\" >> %s/restarts\n".formatted(home));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(home.resolve("tokens"), Tokens.hash(TOKEN) + " robin admin,on-call\n");
    }

    private PackFiles pack(KeyedTarget target) {
        String runbooks =
                """
                allow:
                  programs: ["${home}/restart"]
                  hosts: ["${flag-host}"]
                  folders: ["${home}"]
                runbooks:
                  back:
                    deadline: 10m
                    snapshot: {wait: 0s}
                    steps:
                      - name: switch
                        action: link.switch
                        with: {link: "${home}/current", to: "${home}/releases/${to}"}
                      - name: flag
                        action: http.request
                        with:
                          method: POST
                          url: "http://${flag-host}/flag"
                          headers: {X-Token: "${secret.token}"}
                          observe: "http://${flag-host}/flag"
                          expect-json: {done: "true"}
                        retry: {attempts: 3, pause: 200ms}
                      - name: restart
                        action: process.run
                        with: {program: "${home}/restart", repeat: idempotent}
                        retry: {attempts: 3, pause: 200ms}
                """;
        String manifest =
                """
                system: shop
                environments: {production: {components: [backend]}}
                variables: {home: "%s", flag-host: "%s"}
                secrets: {token: "env:SHOP_TOKEN"}
                """
                        .formatted(home, target.host());
        return PackFiles.of("shop", Map.of("pack.yml", manifest, "runbooks.yml", runbooks));
    }

    private void planned(Wire wire, KeyedTarget target) {
        PackFiles pack = pack(target);
        wire.offers(pack);
        await().atMost(PATIENCE).until(() -> !wire.heard(PackAccepted.class).isEmpty());
        wire.says(
                Scope.pack("shop"),
                new IncidentEvent.PackActivated("shop", pack.digest(), Instant.now()));
        wire.says(
                SCOPE,
                new IncidentEvent.RollbackProposed(
                        "shop-1",
                        ROLLBACK,
                        "back",
                        Severity.P1,
                        new Release("backend", "1.5.0"),
                        new Release("backend", "1.4.1"),
                        Instant.now().plusSeconds(20),
                        Instant.now()));
        await().atMost(PATIENCE).until(() -> !wire.heard(PlanReady.class).isEmpty());
    }

    private static void ordered(Wire wire) {
        wire.says(SCOPE, order(wire, ROLLBACK));
    }

    private static IncidentEvent order(Wire wire, String rollback) {
        return new IncidentEvent.RollbackOrdered(
                "shop-1",
                rollback,
                wire.heard(PlanReady.class).getLast().hash(),
                new Release("backend", "1.5.0"),
                new Release("backend", "1.4.1"),
                new Authority(null, List.of("robin (on-call)")),
                Instant.now().plusSeconds(120),
                "test",
                Instant.now());
    }

    private void exactlyOnce(Wire wire, KeyedTarget target) throws IOException {
        assertThat(wire.heard(RollbackFailed.class)).isEmpty();
        assertThat(wire.heard(RollbackStarted.class)).hasSize(1);
        assertThat(wire.heard(RollbackCompleted.class)).hasSize(1);
        assertThat(wire.heard(StepFinished.class))
                .extracting(StepFinished::step)
                .containsExactly("switch", "flag", "restart");
        assertThat(Files.readSymbolicLink(home.resolve("current")))
                .isEqualTo(home.resolve("releases/1.4.1"));
        assertThat(target.effects()).hasSize(1);
        // An idempotent program may be run again, always under the one key.
        assertThat(new HashSet<>(Files.readAllLines(home.resolve("restarts")))).hasSize(1);
    }

    private void nothingSecretIsLeft(JournalGate gate, KeyedTarget target) throws Exception {
        assertThat(target.tokens()).containsOnly(CANARY);
        assertThat(gate.holding(CANARY)).isZero();
        assertThat(Files.readString(home.resolve("executor.log"))).doesNotContain(CANARY);
    }

    private static void theKillSwitchWorks(Wire wire, ChildExecutor executor) throws IOException {
        String body = "{\"on\": true, \"reach\": \"*\", \"reason\": \"drill\"}";
        assertThat(executor.post("/api/halt", "", body).statusCode()).isEqualTo(401);
        assertThat(executor.post("/api/halt", TOKEN, "{\"on\": true}").statusCode()).isEqualTo(400);
        assertThat(executor.post("/api/halt", TOKEN, body).statusCode()).isEqualTo(200);
        assertThat(executor.get("/api/halt").body()).contains("\"by\":\"robin\"");
        await().atMost(PATIENCE).until(() -> !wire.heard(HaltChanged.class).isEmpty());

        String whole = executor.get("/api/rollbacks/" + ROLLBACK).body();
        assertThat(whole).contains("\"INTENT\"").contains("\"OUTCOME\"").doesNotContain(CANARY);
        assertThat(executor.get("/api/rollbacks/none").statusCode()).isEqualTo(404);
        assertThat(executor.get("/api/plans").body()).contains("link.switch");
        assertThat(executor.get("/prometheus").body()).contains("holdfast_errands_running");

        // Whatever was done under this id is done: the same order again begins nothing.
        wire.says(SCOPE, order(wire, ROLLBACK));
        await().atMost(PATIENCE).until(() -> !wire.heard(OrderRefused.class).isEmpty());
        assertThat(wire.heard(OrderRefused.class).getLast().kind()).isEqualTo("hash");
    }
}
