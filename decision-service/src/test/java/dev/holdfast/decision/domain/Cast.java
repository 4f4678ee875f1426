package dev.holdfast.decision.domain;

import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.release.Deployment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Who and what appears in a random history.
final class Cast {
    static final List<String> RULES =
            List.of(
                    "ShopDown",
                    "HighErrorRate",
                    "Slow",
                    "DataCorruption",
                    "Vulnerability",
                    "Minor",
                    "Cosmetic",
                    "Labelled",
                    "Unheard",
                    "Noise");
    static final List<Person> PEOPLE =
            List.of(
                    new Person("olga", List.of("on-call")),
                    new Person("oscar", List.of("on-call")),
                    new Person("erin", List.of("engineering-lead")),
                    new Person("mallory", List.of()));

    static final List<Mode> MODES =
            List.of(Mode.AUTOMATIC, Mode.AUTOMATIC, Mode.PROPOSE, Mode.OBSERVE);

    private Cast() {}

    static Trigger trigger(String rule, double value) {
        return new Trigger(
                rule,
                rule,
                Map.of(),
                Map.of(),
                "e",
                value,
                0.05,
                Instant.parse("2026-11-20T07:59:00Z"));
    }

    static Deployment deployment(Deployment.Phase phase, String version, Instant now) {
        return new Deployment(
                phase, new Release("web", version), "dora", null, List.of("code"), now);
    }

    static PlanReady plan(RollbackProposed p, boolean losing, Instant now) {
        return new PlanReady(
                p.incident(),
                p.rollback(),
                "hash-" + p.rollback() + losing,
                p.runbook(),
                p.from(),
                p.to(),
                List.of(new PlannedStep("s", "a", "d", "idempotent", losing)),
                losing ? "an hour" : null,
                Duration.ZERO,
                Duration.ofSeconds(9),
                List.of(),
                now);
    }
}
