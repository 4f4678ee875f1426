package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.decision.DatabaseGate.Boundary;
import dev.holdfast.local.LocalPostgres;

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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Two instances over the real broker and the real database, of which one is killed at an exact
/// boundary of the database or of Kafka, at every step of an incident: the other goes on, nothing is
/// lost and nothing doubled.
///
/// The suite kills at one of the boundaries; all thirty-five of them:
///
///     JAVA_TOOL_OPTIONS=-Dholdfast.boundaries=all \
///     mvn -pl decision-service -am test -Dtest=TwoInstancesTest -Dsurefire.failIfNoSpecifiedTests=false
@NullUnmarked // fields are set before the tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class TwoInstancesTest {
    private static final String DATABASE = "decision_two";
    private static final int ENVIRONMENTS = 40;
    private static final int STEPS = 7;
    private static final Release GOOD = new Release("web", "1");
    private static final Release BAD = new Release("web", "2");
    @TempDir static Path folder;

    private final AtomicReference<@Nullable Boundary> armed = new AtomicReference<>();
    private Wire wire;
    private Instance one;
    private Instance two;

    private record Point(int step, Boundary boundary) {}

    @BeforeAll
    void open() throws IOException {
        LocalPostgres.shared().createDatabase(DATABASE);
        Files.writeString(folder.resolve("tokens"), Tokens.hash("t-ada") + " ada admin\n");
        wire = new Wire();
        one = new Instance("one", folder, DATABASE, armed);
        two = new Instance("two", folder, DATABASE, armed);
        one.launch();
        two.launch();
        one.awaitReady();
        two.awaitReady();
        applies("crash", "rollbacks: {system: 9, fleet: 1000, within: 24h}");
        applies("fleet", "rollbacks: {system: 9, fleet: 1, within: 24h}");
    }

    @AfterAll
    void close() throws IOException {
        one.close();
        two.close();
        wire.close();
    }

    private void applies(String system, String limits) {
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

    private static List<Point> points() {
        if (!"all".equals(System.getProperty("holdfast.boundaries"))) {
            return List.of(new Point(6, Boundary.AFTER_COMMIT));
        }
        List<Point> all = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            for (Boundary boundary : Boundary.values()) {
                all.add(new Point(step, boundary));
            }
        }
        return all;
    }

    @Test
    @Order(2)
    void nothing_is_lost_or_doubled_wherever_one_of_them_is_killed() {
        List<Point> points = points();
        for (int i = 0; i < points.size(); i++) {
            Scope scope = Scope.of("crash", "e" + i);
            Point point = points.get(i);
            Duration late = story(scope, point);
            gapless(scope, point);
            System.out.printf(
                    "%s at step %d: the timer after it was %d ms late%n",
                    point.boundary(), point.step(), late.toMillis());
            one.launch();
            two.launch();
            one.awaitReady();
            two.awaitReady();
        }
        Asked.Reply audit = one.asks().get("/api/audit/verify", "t-ada");
        assertThat(audit.json().path("whole").asBoolean()).as("%s", audit.json()).isTrue();
    }

    /// Answers how late the timer at the end of the story was, which fires after all kills.
    private Duration story(Scope scope, Point point) {
        deploys(scope, GOOD);
        deploys(scope, BAD);
        Instant since = Instant.now();
        arm(point, 1);
        tell(scope, Topic.TRIGGERS, new TriggerRaised(trigger(since), since, List.of()));
        RollbackProposed proposed = wire.hear(RollbackProposed.class, scope);
        arm(point, 2);
        tell(scope, Topic.ROLLBACKS, plan(proposed));
        RollbackOrdered o = wire.hear(RollbackOrdered.class, scope);
        arm(point, 3);
        tell(
                scope,
                Topic.ROLLBACKS,
                new RollbackEvent.RollbackStarted(
                        o.incident(), o.rollback(), o.planHash(), 1, 1, Instant.now()));
        updated(scope, "rolling-back", "the rollback to be done");
        arm(point, 4);
        tell(
                scope,
                Topic.ROLLBACKS,
                new RollbackEvent.RollbackCompleted(
                        o.incident(), o.rollback(), o.from(), o.to(), since, Instant.now()));
        VerificationRequested v = wire.hear(VerificationRequested.class, scope);
        arm(point, 5);
        tell(
                scope,
                Topic.TRIGGERS,
                new TriggerCleared(trigger(since), Instant.now(), "condition ended"));
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        wire.all(IncidentUpdated.class, scope)
                                .anyMatch(u -> u.triggers().isEmpty()));
        arm(point, 6);
        tell(
                scope,
                Topic.VERIFICATIONS,
                new VerificationEvent.VerificationPassed(
                        v.incident(),
                        v.rollback(),
                        v.verification(),
                        v.stage(),
                        "5 of 5",
                        Instant.now()));
        arm(point, 7);
        IncidentResolved resolved = wire.hear(IncidentResolved.class, scope);
        arm(point, STEPS + 1);
        Instant due =
                wire.all(IncidentUpdated.class, scope)
                        .filter(u -> u.state().equals("holding"))
                        .map(IncidentUpdated::until)
                        .findFirst()
                        .orElseThrow();
        return Duration.between(due, resolved.at());
    }

    private void arm(Point point, int step) {
        if (point.step() == step) {
            armed.set(point.boundary());
        } else if (point.step() < step) {
            await("%s of step %d".formatted(point.boundary(), point.step()))
                    .atMost(Wire.PATIENCE)
                    .until(() -> armed.get() == null);
        }
    }

    private void updated(Scope scope, String state, String sentence) {
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        wire.all(IncidentUpdated.class, scope)
                                .anyMatch(u ->
                                        u.state().equals(state)
                                                && u.waitingFor().contains(sentence)));
    }

    /// Sent twice it is the same record; what is new has the next number.
    private void gapless(Scope scope, Point point) {
        Map<String, Envelope<Event>> once =
                wire.all()
                        .filter(e -> e.scope().equals(scope))
                        .collect(Collectors.toMap(Envelope::id, e -> e, (a, _) -> a));
        assertThat(once.values().stream().map(Envelope::sequence).sorted())
                .as("%s", point)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, once.size()).mapToObj(i -> (long) i).toList());
        for (Class<? extends Event> type :
                List.of(
                        IncidentOpened.class,
                        RollbackProposed.class,
                        RollbackOrdered.class,
                        VerificationRequested.class,
                        IncidentResolved.class)) {
            assertThat(once.values().stream().map(Envelope::data).filter(type::isInstance))
                    .as("%s of %s", type.getSimpleName(), point)
                    .hasSize(1);
        }
        assertThat(one.alive() && two.alive()).as("one was killed at %s", point).isFalse();
    }

    /// First: what the other ordered would count in the fleet too.
    @Test
    @Order(1)
    void of_systems_that_ask_at_the_same_moment_only_as_many_are_ordered_as_the_fleet_may() {
        List<Scope> scopes =
                IntStream.range(0, 8).mapToObj(i -> Scope.of("fleet", "e" + i)).toList();
        Instant since = Instant.now();
        scopes.forEach(s -> {
            deploys(s, GOOD);
            deploys(s, BAD);
        });
        scopes.forEach(
                s -> tell(s, Topic.TRIGGERS, new TriggerRaised(trigger(since), since, List.of())));
        List<RollbackProposed> proposed =
                scopes.stream().map(s -> wire.hear(RollbackProposed.class, s)).toList();
        IntStream.range(0, scopes.size())
                .parallel()
                .forEach(i -> tell(scopes.get(i), Topic.ROLLBACKS, plan(proposed.get(i))));
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        scopes.stream()
                                .allMatch(s ->
                                        wire.all(RollbackOrdered.class, s).findAny().isPresent()
                                                || wire.all(IncidentWithheld.class, s)
                                                        .findAny()
                                                        .isPresent()));
        assertThat(scopes.stream().flatMap(s -> wire.all(RollbackOrdered.class, s))).hasSize(1);
    }

    private void deploys(Scope scope, Release release) {
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
            Asked.Reply held =
                    one.asks()
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
            assertThat(held.status()).as("%s", held.json()).isEqualTo(200);
        }
    }

    private void tell(Scope scope, Topic topic, Event event) {
        wire.tell(topic, scope, event);
    }

    private static Trigger trigger(Instant since) {
        return new Trigger(
                "t-down",
                "ShopDown",
                Map.of(),
                Map.of(),
                "up == 0",
                0,
                null,
                since.minusSeconds(60));
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
