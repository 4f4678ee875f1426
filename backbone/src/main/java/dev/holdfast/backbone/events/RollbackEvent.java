package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What executor-service tells the others, on `holdfast.rollbacks`: plans, and what was done of them.
public sealed interface RollbackEvent extends Event
        permits RollbackEvent.PlanReady,
                RollbackEvent.PlanRefused,
                RollbackEvent.OrderRefused,
                RollbackEvent.RollbackStarted,
                RollbackEvent.RollbackCompleted,
                RollbackEvent.RollbackFailed,
                RollbackEvent.RollbackAborted,
                RollbackEvent.StepStarted,
                RollbackEvent.StepFinished,
                RollbackEvent.StepFailed,
                RollbackEvent.SnapshotRequested,
                RollbackEvent.HaltChanged,
                VerificationRequested,
                PackAccepted,
                PackRefused {

    /// One step as it would be done.
    ///
    /// @param action the kind of action, for example `process.restart`
    /// @param does exactly what would be run, asked or written, secrets masked
    /// @param repeat `idempotent`, `checkable` or `manual`
    record PlannedStep(String name, String action, String does, String repeat, boolean losesData) {}

    /// What the rollback would do now.
    ///
    /// @param hash covers everything in it: an order names it
    /// @param dataLost what would be lost, since when; null for nothing
    /// @param unchecked what pre-flight could not find out
    record PlanReady(
            String incident,
            String rollback,
            String hash,
            String runbook,
            @Nullable Release from,
            Release to,
            List<PlannedStep> steps,
            @Nullable String dataLost,
            Duration downtime,
            Duration duration,
            List<String> unchecked,
            Instant at)
            implements RollbackEvent {
        public PlanReady {
            steps = List.copyOf(steps);
            unchecked = List.copyOf(unchecked);
        }
    }

    /// It cannot work now: `reasons` says all that stands in the way.
    record PlanRefused(String incident, String rollback, List<String> reasons, Instant at)
            implements RollbackEvent {
        public PlanRefused {
            reasons = List.copyOf(reasons);
        }
    }

    /// An order that is not carried out: no authority, another hash, too late, or one is running.
    record OrderRefused(String incident, String rollback, String kind, String reason, Instant at)
            implements RollbackEvent {}

    record RollbackStarted(
            String incident, String rollback, String hash, int steps, long epoch, Instant at)
            implements RollbackEvent {}

    record RollbackCompleted(
            String incident,
            String rollback,
            @Nullable Release from,
            Release to,
            Instant startedAt,
            Instant at)
            implements RollbackEvent {}

    record RollbackFailed(String incident, String rollback, String step, String reason, Instant at)
            implements RollbackEvent {}

    record RollbackAborted(String incident, String rollback, String by, String reason, Instant at)
            implements RollbackEvent {}

    record StepStarted(
            String incident, String rollback, String step, int attempt, String does, Instant at)
            implements RollbackEvent {}

    /// @param reconciled true when the outcome was found by looking at the target after a crash
    record StepFinished(
            String incident,
            String rollback,
            String step,
            int attempt,
            String evidence,
            boolean skipped,
            boolean reconciled,
            Duration took,
            Instant at)
            implements RollbackEvent {}

    record StepFailed(
            String incident,
            String rollback,
            String step,
            int attempt,
            String reason,
            boolean willRetry,
            Instant at)
            implements RollbackEvent {}

    record SnapshotRequested(String incident, String rollback, Instant deadline, Instant at)
            implements RollbackEvent {}

    /// The kill switch was thrown or lifted. `reach` is `*` or a system/environment.
    record HaltChanged(boolean on, String reach, String by, String reason, Instant at)
            implements RollbackEvent {}
}
