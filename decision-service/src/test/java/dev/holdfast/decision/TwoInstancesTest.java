package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.decision.DatabaseGate.Boundary;

import org.jspecify.annotations.NullUnmarked;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
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
    private static final int STEPS = 7;
    @TempDir static Path folder;

    private TwoHouse house;
    private Wire wire;

    private record Point(int step, Boundary boundary) {}

    @BeforeAll
    void open() throws IOException {
        house = new TwoHouse(folder, DATABASE);
        wire = house.wire;
        house.applies("crash", "rollbacks: {system: 9, fleet: 1000, within: 24h}");
        house.applies("fleet", "rollbacks: {system: 9, fleet: 1, within: 24h}");
    }

    @AfterAll
    void close() throws IOException {
        house.close();
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
            house.bothRun();
        }
        Asked.Reply audit = house.one.asks().get("/api/audit/verify", "t-ada");
        assertThat(audit.json().path("whole").asBoolean()).as("%s", audit.json()).isTrue();
    }

    /// Answers how late the timer at the end of the story was, which fires after all kills.
    private Duration story(Scope scope, Point point) {
        house.deploys(scope, TwoHouse.GOOD);
        house.deploys(scope, TwoHouse.BAD);
        Instant since = Instant.now();
        arm(point, 1);
        house.tell(
                scope,
                Topic.TRIGGERS,
                new TriggerRaised(TwoHouse.trigger("ShopDown", since), since, List.of()));
        RollbackProposed proposed = wire.hear(RollbackProposed.class, scope);
        arm(point, 2);
        house.tell(scope, Topic.ROLLBACKS, TwoHouse.plan(proposed));
        RollbackOrdered o = wire.hear(RollbackOrdered.class, scope);
        arm(point, 3);
        house.tell(
                scope,
                Topic.ROLLBACKS,
                new RollbackEvent.RollbackStarted(
                        o.incident(), o.rollback(), o.planHash(), 1, 1, Instant.now()));
        updated(scope, "rolling-back", "the rollback to be done");
        arm(point, 4);
        house.tell(
                scope,
                Topic.ROLLBACKS,
                new RollbackEvent.RollbackCompleted(
                        o.incident(), o.rollback(), o.from(), o.to(), since, Instant.now()));
        VerificationRequested v = wire.hear(VerificationRequested.class, scope);
        arm(point, 5);
        house.tell(
                scope,
                Topic.TRIGGERS,
                new TriggerCleared(
                        TwoHouse.trigger("ShopDown", since), Instant.now(), "condition ended"));
        await().atMost(Wire.PATIENCE)
                .until(() ->
                        wire.all(IncidentUpdated.class, scope)
                                .anyMatch(u -> u.triggers().isEmpty()));
        arm(point, 6);
        house.tell(
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
            house.armed.set(point.boundary());
        } else if (point.step() < step) {
            await("%s of step %d".formatted(point.boundary(), point.step()))
                    .atMost(Wire.PATIENCE)
                    .until(() -> house.armed.get() == null);
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
        assertThat(house.one.alive() && house.two.alive())
                .as("one was killed at %s", point)
                .isFalse();
    }

    /// First: what the other ordered would count in the fleet too.
    @Test
    @Order(1)
    void of_systems_that_ask_at_the_same_moment_only_as_many_are_ordered_as_the_fleet_may() {
        List<Scope> scopes =
                IntStream.range(0, 8).mapToObj(i -> Scope.of("fleet", "e" + i)).toList();
        Instant since = Instant.now();
        scopes.forEach(s -> {
            house.deploys(s, TwoHouse.GOOD);
            house.deploys(s, TwoHouse.BAD);
        });
        scopes.forEach(s ->
                house.tell(
                        s,
                        Topic.TRIGGERS,
                        new TriggerRaised(TwoHouse.trigger("ShopDown", since), since, List.of())));
        List<RollbackProposed> proposed =
                scopes.stream().map(s -> wire.hear(RollbackProposed.class, s)).toList();
        IntStream.range(0, scopes.size())
                .parallel()
                .forEach(i ->
                        house.tell(scopes.get(i), Topic.ROLLBACKS, TwoHouse.plan(proposed.get(i))));
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

    @Test
    @Order(3)
    void whichever_of_them_is_asked_takes_the_approval_of_whatever_system() {
        house.applies("any", "rollbacks: {system: 9, fleet: 1000, within: 24h}");
        List<Scope> scopes = inEveryPartition("any");
        List<RollbackProposed> planned = awaitApproval(scopes);
        for (int i = 0; i < scopes.size(); i++) {
            Instance asked = i % 2 == 0 ? house.one : house.two;
            Asked.Reply reply = approves(asked, planned.get(i));
            assertThat(reply.status()).as("%s: %s", scopes.get(i), reply.json()).isEqualTo(200);
            assertThat(wire.hear(RollbackOrdered.class, scopes.get(i)).planHash()).isEqualTo("h");
        }
    }

    @Test
    @Order(4)
    void when_one_is_killed_the_other_takes_approvals_at_once_unless_there_is_news_to_be_read() {
        house.applies("left", "rollbacks: {system: 9, fleet: 1000, within: 24h}");
        List<Scope> scopes = inEveryPartition("left");
        List<RollbackProposed> planned = awaitApproval(scopes);
        // What leaves by the relay is heard before it is on record that its cause was read.
        wire.awaitRead();
        house.one.kill();
        for (int i = 0; i < scopes.size(); i += 2) {
            Asked.Reply reply = approves(house.two, planned.get(i));
            assertThat(reply.status()).as("%s: %s", scopes.get(i), reply.json()).isEqualTo(200);
        }
        Instant killed = Instant.now();
        for (int i = 1; i < scopes.size(); i += 2) {
            RollbackProposed p = planned.get(i);
            house.tell(scopes.get(i), Topic.TRIGGERS, new TriggerUpdated(minor(), Instant.now()));
            await().atMost(Wire.PATIENCE).until(() -> approves(house.two, p).status() == 200);
        }
        System.out.printf(
                "with one killed, all was approved after %d ms%n",
                Duration.between(killed, Instant.now()).toMillis());
        scopes.forEach(
                s -> assertThat(wire.hear(RollbackOrdered.class, s).planHash()).isEqualTo("h"));
    }

    @Test
    @Order(5)
    void incidents_are_listed_page_by_page_newest_first_each_once() {
        for (String state : List.of("open", "all")) {
            List<JsonNode> whole = pages("/api/incidents?state=%s&limit=1000".formatted(state));
            List<JsonNode> small = pages("/api/incidents?state=%s&limit=7".formatted(state));
            assertThat(small).isEqualTo(whole);
            assertThat(whole.stream().map(i -> i.path("id").asText())).doesNotHaveDuplicates();
            assertThat(whole.stream().map(i -> Instant.parse(i.path("openedAt").asText())))
                    .isSortedAccordingTo(Comparator.reverseOrder());
        }
        List<JsonNode> all = pages("/api/incidents?state=all");
        List<JsonNode> open = pages("/api/incidents?state=open");
        assertThat(all).hasSizeGreaterThan(open.size());
        assertThat(open)
                .isEqualTo(
                        all.stream()
                                .filter(i -> !i.path("state").asText().matches("resolved|closed"))
                                .toList());
        assertThat(house.two.asks().get("/api/incidents?cursor=nothing", "t-ada").status())
                .isEqualTo(400);
    }

    private List<JsonNode> pages(String first) {
        List<JsonNode> all = new ArrayList<>();
        for (String at = first; !at.isEmpty(); ) {
            Asked.Reply page = house.two.asks().get(at, "t-ada");
            assertThat(page.status()).as("%s: %s", at, page.json()).isEqualTo(200);
            page.json().forEach(all::add);
            at = page.next();
        }
        return all;
    }

    /// Two of each partition, one after the other: whoever reads it, one of them is asked who does not.
    private static List<Scope> inEveryPartition(String system) {
        int partitions = Topic.TRIGGERS.partitions();
        Map<Integer, List<Scope>> all =
                IntStream.range(0, TwoHouse.ENVIRONMENTS)
                        .mapToObj(i -> Scope.of(system, "e" + i))
                        .collect(Collectors.groupingBy(s -> EventCodec.partition(s, partitions)));
        return all.values().stream()
                .filter(l -> l.size() > 1)
                .flatMap(l -> l.stream().limit(2))
                .toList();
    }

    private List<RollbackProposed> awaitApproval(List<Scope> scopes) {
        for (Scope s : scopes) {
            house.deploys(s, TwoHouse.GOOD);
            house.deploys(s, TwoHouse.BAD);
        }
        scopes.forEach(s ->
                house.tell(
                        s, Topic.TRIGGERS, new TriggerRaised(minor(), Instant.now(), List.of())));
        List<RollbackProposed> proposed =
                scopes.stream().map(s -> wire.hear(RollbackProposed.class, s)).toList();
        for (int i = 0; i < scopes.size(); i++) {
            house.tell(scopes.get(i), Topic.ROLLBACKS, TwoHouse.plan(proposed.get(i)));
        }
        scopes.forEach(
                s -> assertThat(wire.hear(ApprovalRequested.class, s).planHash()).isEqualTo("h"));
        return proposed;
    }

    private static Trigger minor() {
        return TwoHouse.trigger("Minor", Instant.now());
    }

    private static Asked.Reply approves(Instance asked, RollbackProposed p) {
        return asked.asks()
                .send(
                        "POST",
                        "/api/incidents/%s/approve".formatted(p.incident()),
                        "t-olga",
                        Map.of("reason", "yes", "planHash", "h"));
    }
}
