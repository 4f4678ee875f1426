package dev.holdfast.decision;

import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What the load says: triggers, and plans that lose nothing.
final class LoadWords {
    private LoadWords() {}

    static TriggerRaised raised() {
        return new TriggerRaised(trigger(), Instant.now(), List.of());
    }

    static Trigger trigger() {
        return new Trigger(
                "t-down",
                "ShopDown",
                Map.of(),
                Map.of(),
                "up == 0",
                0,
                null,
                Instant.now().minusSeconds(60));
    }

    static Trigger noise() {
        return new Trigger("t-noise", "Noise", Map.of(), Map.of(), "e", 1, null, Instant.EPOCH);
    }

    static RollbackEvent.PlanReady plan(RollbackProposed p) {
        return new RollbackEvent.PlanReady(
                p.incident(),
                p.rollback(),
                "h",
                p.runbook(),
                p.from(),
                p.to(),
                Arrays.asList(
                        new RollbackEvent.PlannedStep(
                                "s", "link.switch", "link", "checkable", false)),
                null,
                Duration.ZERO,
                Duration.ofSeconds(5),
                List.of(),
                Instant.now());
    }
}
