package dev.holdfast.notifier;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.Point;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.events.VerificationRequested;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The shop's bad release as the other services tell it, from the trigger to the end.
///
/// @param start when the error ratio crosses its threshold
/// @param title what the incident is called: tests put here what comes from outside
public record ShopStory(String incident, Instant start, String title) {
    public static final Scope SHOP = Scope.of("shop", "production");
    public static final Release GOOD = new Release("backend", "1.4.1");
    public static final Release BAD = new Release("backend", "1.5.0");
    public static final String HASH = "9f2c41d07be8a3551c6e0b7d2f94a8836e1d5c70";

    public static ShopStory at(Instant start) {
        return new ShopStory("shop-20261120-3fa9", start, "Error ratio of the shop is 21 %");
    }

    public List<Event> before() {
        return List.of(
                new ReleaseDeployed(
                        GOOD, "ada", "77ab01c", List.of("code"), null, at(-7200), at(-7200)),
                new ReleaseHeld(GOOD, null, Duration.ofMinutes(30), at(-5400)),
                new ReleaseDeployed(
                        BAD, "ben", "c0ffee1", List.of("code"), GOOD, at(-120), at(-120)),
                new StandingCheckFinished(
                        "home page",
                        Verdict.PASSED,
                        1.0,
                        "200 in 12 ms",
                        Duration.ofMillis(12),
                        at(-20)),
                new StandingCheckFinished(
                        "orders are written",
                        Verdict.FAILED,
                        0.0,
                        "0 rows in the last minute",
                        Duration.ofMillis(9),
                        at(-10)));
    }

    public List<Event> opening() {
        return List.of(
                raised(),
                new IncidentOpened(
                        incident, title, Severity.P1, List.of("ShopErrorRatio"), at(10)));
    }

    public List<Event> deciding() {
        return List.of(
                new DecisionMade(
                        incident,
                        1,
                        "rollback",
                        Severity.P1,
                        "errors-after-release",
                        "shop-release",
                        BAD,
                        GOOD,
                        "The error ratio is 0.21, above 0.05 for 10 s, and backend 1.5.0 was deployed 2 minutes before: roll back to 1.4.1, the last release that held.",
                        List.of(
                                "row data-corruption: no trigger of that kind",
                                "row errors-after-release: matched",
                                "limit rollbacks per day: 0 of 3"),
                        Map.of("error_ratio", "0.21", "release_age", "2m10s"),
                        at(10)),
                new IncidentUpdated(
                        incident,
                        Severity.P1,
                        "planning",
                        "the executor's plan",
                        at(15),
                        List.of("ShopErrorRatio"),
                        at(10)),
                new RollbackProposed(
                        incident, "rb-1", "shop-release", Severity.P1, BAD, GOOD, at(15), at(10)),
                new PlanReady(
                        incident,
                        "rb-1",
                        HASH,
                        "shop-release",
                        BAD,
                        GOOD,
                        List.of(
                                new PlannedStep(
                                        "switch",
                                        "process.switch",
                                        "releases/current -> releases/1.4.1",
                                        "checkable",
                                        false),
                                new PlannedStep(
                                        "restart",
                                        "process.restart",
                                        "shop --port 7410",
                                        "checkable",
                                        false),
                                new PlannedStep(
                                        "health",
                                        "http.get",
                                        "GET http://127.0.0.1:7410/health",
                                        "idempotent",
                                        false)),
                        null,
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(20),
                        List.of(),
                        at(11)));
    }

    public List<Event> asking() {
        return List.of(
                new ApprovalRequested(
                        incident,
                        "ask-1",
                        "rb-1",
                        HASH,
                        List.of("lead", "on-call"),
                        1,
                        "Roll the shop's backend back from 1.5.0 to 1.4.1?",
                        "orders of the last 3 minutes",
                        at(611),
                        at(11)),
                new IncidentUpdated(
                        incident,
                        Severity.P1,
                        "awaiting approval",
                        "1 approval of lead or on-call",
                        at(611),
                        List.of("ShopErrorRatio"),
                        at(11)));
    }

    public Event approved() {
        return new ApprovalGranted(
                incident, "ask-1", HASH, "ada", "lead", "customers cannot pay", at(40));
    }

    public List<Event> rollingBack() {
        return List.of(
                new RollbackOrdered(
                        incident,
                        "rb-1",
                        HASH,
                        BAD,
                        GOOD,
                        new Authority("automatic-p1", List.of()),
                        at(132),
                        "errors-after-release",
                        at(12)),
                new IncidentUpdated(
                        incident,
                        Severity.P1,
                        "rolling back",
                        "the rollback to end",
                        at(72),
                        List.of("ShopErrorRatio"),
                        at(12)),
                new RollbackStarted(incident, "rb-1", HASH, 3, 1, at(12)),
                new StepStarted(
                        incident,
                        "rb-1",
                        "switch",
                        1,
                        "releases/current -> releases/1.4.1",
                        at(12)),
                new StepFinished(
                        incident,
                        "rb-1",
                        "switch",
                        1,
                        "releases/current is releases/1.4.1",
                        false,
                        false,
                        Duration.ofMillis(40),
                        at(12)),
                new StepStarted(incident, "rb-1", "restart", 1, "shop --port 7410", at(12)));
    }

    public List<Event> rolledBack() {
        return List.of(
                new StepFinished(
                        incident,
                        "rb-1",
                        "restart",
                        1,
                        "process 4711 answers as 1.4.1",
                        false,
                        false,
                        Duration.ofMillis(2300),
                        at(15)),
                new StepStarted(
                        incident, "rb-1", "health", 1, "GET http://127.0.0.1:7410/health", at(15)),
                new StepFinished(
                        incident,
                        "rb-1",
                        "health",
                        1,
                        "200 {\"status\":\"up\"}",
                        false,
                        false,
                        Duration.ofMillis(18),
                        at(15)),
                new RollbackCompleted(incident, "rb-1", BAD, GOOD, at(12), at(15)),
                new ReleaseFailed(BAD, incident, "rolled back", at(15)),
                new IncidentUpdated(
                        incident,
                        Severity.P1,
                        "verifying",
                        "the checks of stage immediate",
                        at(75),
                        List.of("ShopErrorRatio"),
                        at(15)));
    }

    public List<Event> verified() {
        return List.of(
                new CheckFinished(
                        incident,
                        "v-1",
                        "immediate",
                        "version",
                        true,
                        Verdict.PASSED,
                        null,
                        "/version says 1.4.1",
                        "GET /version 200 {\"version\":\"1.4.1\"}",
                        Duration.ofMillis(14),
                        at(16)),
                new CheckFinished(
                        incident,
                        "v-1",
                        "immediate",
                        "error ratio",
                        true,
                        Verdict.PASSED,
                        0.0,
                        "0.000 for 10 s, below 0.01",
                        "",
                        Duration.ofSeconds(11),
                        at(27)),
                new VerificationPassed(
                        incident, "rb-1", "v-1", "immediate", "2 of 2 checks passed", at(27)),
                cleared(),
                new IncidentResolved(
                        incident,
                        "rolled back to backend 1.4.1, verified by 2 checks",
                        at(10),
                        at(58)));
    }

    public VerificationRequested asksForProof() {
        return new VerificationRequested(
                "v-1", incident, "rb-1", "immediate", GOOD, start, at(75), at(15));
    }

    public TriggerRaised raised() {
        List<Point> window = new ArrayList<>();
        for (int s = -60; s <= 10; s += 2) {
            window.add(
                    new Point(at(s), s < -8 ? 0.002 : 0.05 + 0.16 * Math.min(1, (s + 8) / 14.0)));
        }
        return new TriggerRaised(trigger(0.21), at(10), window);
    }

    public TriggerCleared cleared() {
        return new TriggerCleared(trigger(0.0), at(30), "measured: 0 is not above 0.05");
    }

    private Trigger trigger(double value) {
        return new Trigger(
                "t-1",
                "ShopErrorRatio",
                Map.of("severity", "critical", "component", "backend"),
                Map.of("summary", "One in five requests to the shop fails"),
                "sum(rate(shop_requests_total{code=~\"5..\"}[30s])) / sum(rate(shop_requests_total[30s])) > 0.05",
                value,
                0.05,
                start);
    }

    private Instant at(long seconds) {
        return start.plusSeconds(seconds);
    }
}
