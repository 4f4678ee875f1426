package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// The newest plan of a system in an environment.
///
/// @param incident the incident, or an id `plan-…` when somebody only wanted to see the plan
/// @param state `pending`, `ready` or `refused`
public record PlanView(
        String incident,
        String rollback,
        String state,
        Instant at,
        @Nullable PlanReady plan,
        List<String> reasons) {
    public PlanView {
        reasons = List.copyOf(reasons);
    }

    static PlanView pending(String incident, String rollback, Instant at) {
        return new PlanView(incident, rollback, "pending", at, null, List.of());
    }

    static PlanView ready(PlanReady plan) {
        return new PlanView(plan.incident(), plan.rollback(), "ready", plan.at(), plan, List.of());
    }

    static PlanView refused(String incident, String rollback, List<String> reasons, Instant at) {
        return new PlanView(incident, rollback, "refused", at, null, reasons);
    }
}
