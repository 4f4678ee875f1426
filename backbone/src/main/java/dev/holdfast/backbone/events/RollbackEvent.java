package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What executor-service tells the others, on `holdfast.rollbacks`: plans, and what was done of them.
public sealed interface RollbackEvent extends Event
        permits RollbackEvent.PlanReady,
                RollbackEvent.PlanRefused,
                RollbackEvent.OrderRefused,
                RollbackEvent.RollbackStarted,
                RollbackEvent.RollbackCompleted,
                RollbackEvent.RollbackFailed,
                RollbackEvent.RollbackAborted,
                RollbackEvent.RollbackPaused,
                RollbackEvent.RollbackResumed,
                RollbackEvent.RollbackOverdue,
                RollbackEvent.ContainmentStands,
                RollbackEvent.EvidenceSaved,
                RollbackEvent.ReleaseRecorded,
                RollbackEvent.ReadinessChecked,
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

    /// Nothing more is begun until a person says so, or until the deadline ends it.
    ///
    /// @param step the one that cannot go on; empty when the whole was paused
    /// @param by who paused it; null when the rollback itself asks
    record RollbackPaused(
            String incident,
            String rollback,
            String step,
            @Nullable String by,
            String reason,
            Instant until,
            Instant at)
            implements RollbackEvent {}

    record RollbackResumed(
            String incident, String rollback, @Nullable String by, String reason, Instant at)
            implements RollbackEvent {}

    /// It takes longer than its plan said, and goes on until `deadline`.
    ///
    /// @param planned the duration that the plan named
    record RollbackOverdue(
            String incident, String rollback, Duration planned, Instant deadline, Instant at)
            implements RollbackEvent {}

    /// The run is over, and what it closed (maintenance, read-only) is closed still. Said again until
    /// a person or a later run opens it.
    ///
    /// @param steps what stands, by step
    record ContainmentStands(
            String incident, String rollback, List<String> steps, Instant since, Instant at)
            implements RollbackEvent {
        public ContainmentStands {
            steps = List.copyOf(steps);
        }
    }

    /// What was saved before the first change.
    ///
    /// @param items names in the incident's bundle
    /// @param missing what could not be saved in time, and why
    record EvidenceSaved(
            String incident, String rollback, List<String> items, List<String> missing, Instant at)
            implements RollbackEvent {
        public EvidenceSaved {
            items = List.copyOf(items);
            missing = List.copyOf(missing);
        }
    }

    /// What a release that has held consists of: going back to it means this.
    ///
    /// @param parts what each step of the runbooks saw, as `step.name`
    /// @param missing what could not be looked at
    record ReleaseRecorded(
            Release release, Map<String, String> parts, List<String> missing, Instant at)
            implements RollbackEvent {
        public ReleaseRecorded {
            parts = Map.copyOf(parts);
            missing = List.copyOf(missing);
        }
    }

    /// Whether a runbook could work now; nothing was changed.
    ///
    /// @param to where it would go back to; null when nothing is known to have held
    /// @param reasons all that stands in the way
    record ReadinessChecked(
            String runbook, @Nullable Release to, boolean ready, List<String> reasons, Instant at)
            implements RollbackEvent {
        public ReadinessChecked {
            reasons = List.copyOf(reasons);
        }
    }

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
