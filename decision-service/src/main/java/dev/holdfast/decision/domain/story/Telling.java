package dev.holdfast.decision.domain.story;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Remark;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.decision.domain.condition.Values;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Events as lines of a timeline; what would only repeat has no line.
final class Telling {
    private Telling() {}

    static Optional<String> text(Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case PackAccepted _, PackRefused _ -> null;
                    case VerificationRequested e -> "Stage '%s' is to be run".formatted(e.stage());
                    case TriggerEvent e -> trigger(e);
                    case IncidentEvent e -> incident(e);
                    case RollbackEvent e -> rollback(e);
                    case VerificationEvent e -> verification(e);
                    case NotificationEvent _ -> null;
                });
    }

    private static @Nullable String trigger(TriggerEvent event) {
        return switch (event) {
            case TriggerEvent.TriggerRaised e -> "%s is true".formatted(said(e.trigger()));
            case TriggerEvent.TriggerCleared e ->
                    "%s is over: %s".formatted(e.trigger().rule(), e.reason());
            case TriggerEvent.SignalAccepted e ->
                    "Signal %s %s".formatted(e.kind(), e.attributes());
            case TriggerEvent.TriggerUpdated _, PackAccepted _, PackRefused _ -> null;
        };
    }

    private static String said(Trigger t) {
        String limit = t.threshold() == null ? "" : ", threshold " + Values.show(t.threshold());
        return "%s (%s%s)".formatted(t.rule(), Values.show(t.value()), limit);
    }

    private static @Nullable String incident(IncidentEvent event) {
        return switch (event) {
            case IncidentEvent.IncidentOpened e ->
                    "%s opened: %s".formatted(e.severity(), e.title());
            case IncidentEvent.IncidentUpdated e ->
                    "%s, waiting for %s".formatted(e.state(), e.waitingFor());
            case IncidentEvent.IncidentEscalated e ->
                    "Escalated to %s: %s".formatted(String.join(", ", e.roles()), e.reason());
            case IncidentEvent.IncidentWithheld e ->
                    "Withheld, would %s: %s".formatted(e.would(), e.reason());
            case IncidentEvent.IncidentResolved e -> "Resolved: " + e.resolution();
            case IncidentEvent.IncidentClosed e -> "Closed: " + e.reason();
            case IncidentEvent.DecisionMade e -> e.sentence();
            case IncidentEvent.RollbackProposed e ->
                    "A plan of runbook '%s' back to %s is asked for".formatted(e.runbook(), e.to());
            case IncidentEvent.ApprovalRequested e ->
                    "%s is asked: %s".formatted(String.join(", ", e.roles()), e.question());
            case IncidentEvent.ApprovalGranted e ->
                    "Approved by %s (%s): %s".formatted(e.by(), e.role(), e.reason());
            case IncidentEvent.ApprovalDenied e ->
                    "Denied by %s (%s): %s".formatted(e.by(), e.role(), e.reason());
            case IncidentEvent.ApprovalExpired e -> "The question lapsed: " + e.reason();
            case IncidentEvent.RollbackOrdered e ->
                    "Rollback to %s ordered: %s".formatted(e.to(), e.reason());
            case IncidentEvent.RollbackAbortRequested e ->
                    "%s asks to abort: %s".formatted(e.by(), e.reason());
            case IncidentEvent.RollbackPauseRequested e ->
                    "%s asks to %s: %s"
                            .formatted(
                                    e.by(), e.takesOver() ? "go on by hand" : "pause", e.reason());
            case IncidentEvent.RollbackResumeRequested e ->
                    "%s asks to go on: %s".formatted(e.by(), e.reason());
            case IncidentEvent.StepRetryRequested e ->
                    "%s asks to retry step '%s': %s".formatted(e.by(), e.step(), e.reason());
            case IncidentEvent.StepSkipRequested e ->
                    "%s asks to skip step '%s': %s".formatted(e.by(), e.step(), e.reason());
            case IncidentEvent.ReleaseDeployed e -> "%s is deployed".formatted(e.release());
            case IncidentEvent.ReleaseHeld e -> "%s has held".formatted(e.release());
            case IncidentEvent.ReleaseFailed e -> "%s has failed".formatted(e.release());
            case Remark e -> e.sentence();
            case IncidentEvent.PackActivated _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ ->
                    null;
        };
    }

    private static @Nullable String rollback(RollbackEvent event) {
        return switch (event) {
            case RollbackEvent.PlanReady e ->
                    "The plan has %d steps and takes about %s"
                            .formatted(e.steps().size(), Durations.show(e.duration()));
            case RollbackEvent.PlanRefused e ->
                    "No plan is possible: " + String.join("; ", e.reasons());
            case RollbackEvent.OrderRefused e ->
                    "The order was refused (%s): %s".formatted(e.kind(), e.reason());
            case RollbackEvent.RollbackStarted e ->
                    "The rollback begins, %d steps".formatted(e.steps());
            case RollbackEvent.RollbackCompleted e -> "%s runs again".formatted(e.to());
            case RollbackEvent.RollbackFailed e ->
                    "The rollback failed at step '%s': %s".formatted(e.step(), e.reason());
            case RollbackEvent.RollbackAborted e ->
                    "The rollback was aborted by %s: %s".formatted(e.by(), e.reason());
            case RollbackEvent.StepStarted e -> "Step '%s': %s".formatted(e.step(), e.does());
            case RollbackEvent.StepFinished e ->
                    "Step '%s' %s after %s"
                            .formatted(
                                    e.step(),
                                    e.skipped() ? "skipped" : "done",
                                    Durations.show(e.took()));
            case RollbackEvent.StepFailed e ->
                    "Step '%s' failed: %s%s"
                            .formatted(e.step(), e.reason(), e.willRetry() ? ", tried again" : "");
            case RollbackEvent.RollbackPaused e ->
                    "Paused until %s: %s".formatted(e.until(), e.reason());
            case RollbackEvent.RollbackResumed e -> "It goes on: " + e.reason();
            case RollbackEvent.RollbackOverdue e ->
                    "It takes longer than the planned %s".formatted(Durations.show(e.planned()));
            case RollbackEvent.ContainmentStands e ->
                    "Still closed since %s: %s".formatted(e.since(), String.join(", ", e.steps()));
            case RollbackEvent.EvidenceSaved e ->
                    "%d pieces of evidence saved%s"
                            .formatted(
                                    e.items().size(),
                                    e.missing().isEmpty()
                                            ? ""
                                            : ", missing: " + String.join("; ", e.missing()));
            case RollbackEvent.SnapshotRequested _,
                    RollbackEvent.ReleaseRecorded _,
                    RollbackEvent.ReadinessChecked _,
                    RollbackEvent.HaltChanged _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ ->
                    null;
        };
    }

    private static @Nullable String verification(VerificationEvent event) {
        return switch (event) {
            case VerificationEvent.CheckFinished e ->
                    "Check '%s' %s: %s"
                            .formatted(
                                    e.check(),
                                    e.verdict().name().toLowerCase(java.util.Locale.ROOT),
                                    e.finding());
            case VerificationEvent.VerificationPassed e -> "Verified: " + e.summary();
            case VerificationEvent.VerificationFailed e -> "Verification failed: " + e.summary();
            case VerificationEvent.VerificationInconclusive e ->
                    "Verification inconclusive: " + e.summary();
            case VerificationEvent.StandingCheckFinished _,
                    VerificationEvent.SnapshotTaken _,
                    VerificationEvent.SnapshotFailed _,
                    PackAccepted _,
                    PackRefused _ ->
                    null;
        };
    }
}
