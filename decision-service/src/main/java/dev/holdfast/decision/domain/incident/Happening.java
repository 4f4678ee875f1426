package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What can happen to an incident. A new one is one more record here; every state must then say
/// what it means to it before the code compiles.
public sealed interface Happening {
    /// A trigger joined, or one that had cleared came back.
    record Raised(String rule) implements Happening {}

    /// A trigger is still true, perhaps with another value, and nothing joined or left.
    record Restated() implements Happening {}

    /// Some trigger was measured to be clear, others stand.
    record Eased(String rule) implements Happening {}

    /// Every trigger is measured clear.
    record Calmed() implements Happening {}

    /// A trigger was not restated for 90 s: it is unknown.
    record FellSilent() implements Happening {}

    /// The state's deadline has come.
    record DeadlineReached() implements Happening {}

    /// The mode was changed, or the kill switch thrown or lifted.
    record SwitchesChanged(String what) implements Happening {}

    record PlanMade(PlanReady plan) implements Happening {}

    record PlanImpossible(String rollback, List<String> reasons) implements Happening {
        public PlanImpossible {
            reasons = List.copyOf(reasons);
        }
    }

    record OrderRejected(String rollback, String kind, String reason) implements Happening {}

    record RollbackBegan(String rollback) implements Happening {}

    record RollbackDone(String rollback, Instant at) implements Happening {}

    record RollbackBroke(String rollback, String step, String reason) implements Happening {}

    record RollbackStopped(String rollback, String by, String reason) implements Happening {}

    record Judged(String verification, Verdict verdict, String summary) implements Happening {}

    /// A person asks for a rollback while the incident is open.
    record Asked(Person by, String reason) implements Happening {}

    record Approved(Person by, String reason, @Nullable String planHash) implements Happening {}

    record Denied(Person by, String reason) implements Happening {}

    record AbortAsked(Person by, String reason) implements Happening {}

    record CloseAsked(Person by, String reason) implements Happening {}
}
