package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.decision.DatabaseGate.Boundary;
import dev.holdfast.local.LocalPostgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Two instances, each in a JVM of its own, over the real broker and the real database, and we as the
/// other four services.
final class TwoHouse implements AutoCloseable {
    static final Release GOOD = new Release("web", "1");
    static final Release BAD = new Release("web", "2");
    static final int ENVIRONMENTS = 40;

    /// Where whoever comes first dies; null: nowhere.
    final AtomicReference<@Nullable Boundary> armed = new AtomicReference<>();

    final Wire wire;
    final Instance one;
    final Instance two;

    /// @param database is made; it must not be there yet
    TwoHouse(Path folder, String database) throws IOException {
        LocalPostgres.shared().createDatabase(database);
        Files.write(
                folder.resolve("tokens"),
                List.of(Tokens.hash("t-ada") + " ada admin", Tokens.hash("t-olga") + " olga"));
        wire = new Wire();
        one = new Instance("one", folder, database, armed);
        two = new Instance("two", folder, database, armed);
        bothRun();
    }

    /// Starts whoever is not running.
    void bothRun() {
        one.launch();
        two.launch();
        one.awaitReady();
        two.awaitReady();
    }

    /// Systems of forty environments, e0 to e39, with these limits.
    void applies(String system, String limits) {
        String environments =
                IntStream.range(0, ENVIRONMENTS)
                        .mapToObj(i ->
                                "  e%d: {match: {env: e%d}, components: [web]}\n".formatted(i, i))
                        .collect(Collectors.joining());
        String manifest =
                ShopPack.PACK
                        .replace("system: shop", "system: " + system)
                        .replaceAll(
                                "(?s)environments:\n.*?roles:",
                                "environments:\n" + environments + "roles:");
        String decisions =
                ShopPack.DECISIONS
                        .replace("watch-after: 15m", "watch-after: 2s")
                        .replace("planning: 10s", "planning: 60s")
                        .replace("rollbacks: {system: 2, fleet: 3, within: 24h}", limits)
                        .replace("limits:\n", "limits:\n  share: 100%\n");
        PackFiles pack =
                PackFiles.of(system, Map.of("pack.yml", manifest, "decisions.yml", decisions));
        Asked.Reply reply =
                one.asks()
                        .send(
                                "PUT",
                                "/api/packs/" + system,
                                "t-ada",
                                Map.of("files", pack.files()));
        assertThat(reply.status()).as("%s", reply.json()).isEqualTo(202);
        String digest = reply.json().path("digest").asText();
        wire.accept(system, digest);
        var _ = wire.hear(PackActivated.class, e -> e.digest().equals(digest));
    }

    /// Tells of a release and waits for it; the good one is declared as held.
    void deploys(Scope scope, Release release) {
        tell(
                scope,
                Topic.TRIGGERS,
                new SignalAccepted(
                        scope + " " + release,
                        "deployment.finished",
                        Map.of("component", "web", "release", release.version(), "changes", "code"),
                        Instant.now()));
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        wire.all(ReleaseDeployed.class, scope)
                                .anyMatch(d -> d.release().equals(release)));
        if (release.equals(GOOD)) {
            await().atMost(Wire.PATIENCE).until(() -> held(scope, release).status() == 200);
        }
    }

    private Asked.Reply held(Scope scope, Release release) {
        return one.asks()
                .send(
                        "POST",
                        "/api/systems/%s/releases/held".formatted(scope.key()),
                        "t-ada",
                        Map.of(
                                "component",
                                "web",
                                "version",
                                release.version(),
                                "reason",
                                "it ran for weeks"));
    }

    void tell(Scope scope, Topic topic, Event event) {
        wire.tell(topic, scope, event);
    }

    static Trigger trigger(String rule, Instant since) {
        return new Trigger(
                "t-" + rule, rule, Map.of(), Map.of(), "up == 0", 0, null, since.minusSeconds(60));
    }

    static RollbackEvent.PlanReady plan(RollbackProposed p) {
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

    @Override
    public void close() throws IOException {
        one.close();
        two.close();
        wire.close();
    }
}
