package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentClosed;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackAbortRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackPauseRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackResumeRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepRetryRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepSkipRequested;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Remark;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.events.RollbackEvent.EvidenceSaved;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.ReleaseRecorded;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackOverdue;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackResumed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.backbone.events.RollbackEvent.StepFailed;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotFailed;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.events.VerificationRequested;

import org.jspecify.annotations.Nullable;

/// Which incident an event is about.
public final class Incidents {
    /// A plan asked for by a person has an id of this shape in place of an incident's.
    private static final String PLAN_ONLY = "plan-";

    private Incidents() {}

    /// The incident, or null for an event that is about none.
    public static @Nullable String of(Event event) {
        String incident =
                switch (event) {
                    case IncidentEvent e -> of(e);
                    case RollbackEvent e -> of(e);
                    case VerificationEvent e -> of(e);
                    case NotificationEvent e -> of(e);
                    case TriggerEvent _ -> null;
                };
        return incident == null || incident.isBlank() || incident.startsWith(PLAN_ONLY)
                ? null
                : incident;
    }

    private static @Nullable String of(IncidentEvent event) {
        return switch (event) {
            case IncidentOpened e -> e.incident();
            case IncidentUpdated e -> e.incident();
            case IncidentEscalated e -> e.incident();
            case IncidentWithheld e -> e.incident();
            case IncidentResolved e -> e.incident();
            case IncidentClosed e -> e.incident();
            case DecisionMade e -> e.incident();
            case RollbackProposed e -> e.incident();
            case ApprovalRequested e -> e.incident();
            case ApprovalGranted e -> e.incident();
            case ApprovalDenied e -> e.incident();
            case ApprovalExpired e -> e.incident();
            case RollbackOrdered e -> e.incident();
            case RollbackAbortRequested e -> e.incident();
            case RollbackPauseRequested e -> e.incident();
            case RollbackResumeRequested e -> e.incident();
            case StepRetryRequested e -> e.incident();
            case StepSkipRequested e -> e.incident();
            case ReleaseFailed e -> e.incident();
            case VerificationRequested e -> e.incident();
            case Remark e -> e.incident();
            case ReleaseDeployed _, ReleaseHeld _, PackActivated _, PackAccepted _, PackRefused _ ->
                    null;
        };
    }

    private static @Nullable String of(RollbackEvent event) {
        return switch (event) {
            case PlanReady e -> e.incident();
            case PlanRefused e -> e.incident();
            case OrderRefused e -> e.incident();
            case RollbackStarted e -> e.incident();
            case RollbackCompleted e -> e.incident();
            case RollbackFailed e -> e.incident();
            case RollbackAborted e -> e.incident();
            case RollbackPaused e -> e.incident();
            case RollbackResumed e -> e.incident();
            case RollbackOverdue e -> e.incident();
            case ContainmentStands e -> e.incident();
            case EvidenceSaved e -> e.incident();
            case StepStarted e -> e.incident();
            case StepFinished e -> e.incident();
            case StepFailed e -> e.incident();
            case SnapshotRequested e -> e.incident();
            case VerificationRequested e -> e.incident();
            case ReleaseRecorded _,
                    ReadinessChecked _,
                    HaltChanged _,
                    PackAccepted _,
                    PackRefused _ ->
                    null;
        };
    }

    private static @Nullable String of(VerificationEvent event) {
        return switch (event) {
            case CheckFinished e -> e.incident();
            case SnapshotTaken e -> e.incident();
            case SnapshotFailed e -> e.incident();
            case VerificationPassed e -> e.incident();
            case VerificationFailed e -> e.incident();
            case VerificationInconclusive e -> e.incident();
            case StandingCheckFinished _, PackAccepted _, PackRefused _ -> null;
        };
    }

    private static @Nullable String of(NotificationEvent event) {
        return switch (event) {
            case NoticeSent e -> e.incident();
            case NoticeFailed e -> e.incident();
            case PackAccepted _, PackRefused _ -> null;
        };
    }
}
