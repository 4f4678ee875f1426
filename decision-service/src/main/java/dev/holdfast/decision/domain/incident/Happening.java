package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What can happen to an incident. A new one is one more record here; every state must then say
/// what it means to it before the code compiles.
public sealed interface Happening {
    /// What each state answers in its own way.
    sealed interface InState extends Happening {}

    /// What means the same in most states; [Anytime]'s `on` says what.
    sealed interface Always extends Happening {}

    /// One check of the assessment has its verdict.
    record Measured(String verification, String check, Memory.Finding finding) implements Always {}

    /// A person answered a question of decisions.yml.
    record FactSaid(Person by, String fact, String value, String reason) implements Always {}

    /// A person says that it is being repaired, and for how long.
    record FixPromised(Person by, Duration estimate, String reason) implements Always {}

    /// A person orders the plan alone, in an emergency.
    record GlassBroken(Person by, String reason, @Nullable String planHash) implements Always {}

    /// A release was deployed while the incident is open.
    record Deployed(Release release) implements Always {}

    /// Another member of its group says something.
    record GroupSaid(Mail mail) implements Always {}

    /// A time that the procedure promises is over.
    record TargetDue() implements Always {}

    /// A trigger joined, or one that had cleared came back.
    record Raised(String rule) implements InState {}

    /// A trigger is still true, perhaps with another value, and nothing joined or left.
    record Restated() implements InState {}

    /// Some trigger was measured to be clear, others stand.
    record Eased(String rule) implements InState {}

    /// Every trigger is measured clear.
    record Calmed() implements InState {}

    /// A trigger was not restated for 90 s: it is unknown.
    record FellSilent() implements InState {}

    /// The state's deadline has come.
    record DeadlineReached() implements InState {}

    /// The mode was changed, or the kill switch thrown or lifted.
    record SwitchesChanged(String what) implements InState {}

    record PlanMade(PlanReady plan) implements InState {}

    record PlanImpossible(String rollback, List<String> reasons) implements InState {
        public PlanImpossible {
            reasons = List.copyOf(reasons);
        }
    }

    record OrderRejected(String rollback, String kind, String reason) implements InState {}

    record RollbackBegan(String rollback) implements InState {}

    record RollbackDone(String rollback, Instant at) implements InState {}

    record RollbackBroke(String rollback, String step, String reason) implements InState {}

    record RollbackStopped(String rollback, String by, String reason) implements InState {}

    record Judged(String verification, Verdict verdict, String summary) implements InState {}

    /// A person asks for a rollback while the incident is open.
    record Asked(Person by, String reason) implements InState {}

    record Approved(Person by, String reason, @Nullable String planHash) implements InState {}

    record Denied(Person by, String reason) implements InState {}

    record AbortAsked(Person by, String reason) implements InState {}

    record CloseAsked(Person by, String reason) implements InState {}
}
