package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Envelope;
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

import java.util.Locale;

/// How an incident's card follows from the events about it, one after the other.
///
/// An event of an incident that never opened here changes nothing; the caller asks [Incidents#of]
/// first and lets it wait.
public final class Cards {
    private Cards() {}

    /// The first card of an incident.
    ///
    /// @param trigger what raised it, null where that is not known yet
    public static Card open(Envelope<?> envelope, IncidentOpened e, @Nullable Sighting trigger) {
        String impact = trigger == null ? e.title() : trigger.impact();
        return new Card(
                        e.incident(),
                        envelope.scope(),
                        e.title(),
                        e.severity(),
                        e.at(),
                        envelope.packDigest(),
                        impact,
                        "deciding what to do",
                        "",
                        Waiting.FIRST,
                        Course.NONE.detected(trigger, e.at()),
                        0,
                        java.util.List.of(),
                        "",
                        0,
                        Card.Asked.NOTHING)
                .line(e.at(), "Issue detected: " + e.title());
    }

    /// The card after the trigger became known, where it came after the incident.
    public static Card seen(Card card, Sighting trigger) {
        return card.impact(trigger.impact())
                .course(card.course().detected(trigger, card.openedAt()));
    }

    /// The card after one more event of this incident.
    public static Card after(Card card, Event event) {
        return switch (event) {
            case IncidentEvent e -> decided(card, e);
            case RollbackEvent e -> rolled(card, e);
            case VerificationEvent e -> verified(card, e);
            case TriggerEvent _, NotificationEvent _ -> card;
        };
    }

    private static Card decided(Card card, IncidentEvent event) {
        return switch (event) {
            case IncidentUpdated e ->
                    card.severity(e.severity()).waiting(e.state(), e.waitingFor(), e.until());
            case IncidentEscalated e ->
                    card.severity(e.severity())
                            .line(
                                    e.at(),
                                    "Escalated to level %d: %s".formatted(e.level(), e.reason()));
            case IncidentWithheld e ->
                    card.action("nothing: " + e.reason())
                            .line(
                                    e.at(),
                                    "Withheld: %s; would have: %s"
                                            .formatted(e.reason(), e.would()));
            case IncidentResolved e ->
                    card.course(card.course().over(e.at()))
                            .waiting("resolved", "nothing", null)
                            .line(e.at(), "Resolved: " + e.resolution());
            case IncidentClosed e ->
                    card.course(card.course().over(e.at()))
                            .waiting("closed", "nothing", null)
                            .line(e.at(), "Closed: " + e.reason());
            case DecisionMade e ->
                    card.severity(e.severity())
                            .reason(e.sentence())
                            .action(action(e))
                            .course(card.course().releases(e.from(), e.to()))
                            .line(e.at(), "Decided: " + e.sentence());
            case RollbackProposed e -> card.course(card.course().releases(e.from(), e.to()));
            case ApprovalRequested e ->
                    card.asks(e.request(), e.needed())
                            .line(e.at(), "Approval asked of " + Spoken.or(e.roles()));
            case ApprovalGranted e ->
                    card.yes(e.request())
                            .line(e.at(), "Approved by %s (%s)".formatted(e.by(), e.role()));
            case ApprovalDenied e ->
                    card.answered()
                            .line(
                                    e.at(),
                                    "Denied by %s (%s): %s"
                                            .formatted(e.by(), e.role(), e.reason()));
            case ApprovalExpired e ->
                    card.answered().line(e.at(), "Nobody approved in time: " + e.reason());
            case RollbackOrdered e ->
                    card.answered()
                            .course(card.course().releases(e.from(), e.to()).ordered(e.at()))
                            .action("Rolling back to version " + e.to().version());
            case RollbackAbortRequested e ->
                    card.line(e.at(), "%s asked to abort: %s".formatted(e.by(), e.reason()));
            case RollbackPauseRequested e ->
                    card.line(
                            e.at(),
                            "%s asked to %s: %s"
                                    .formatted(
                                            e.by(),
                                            e.takesOver() ? "go on by hand" : "pause",
                                            e.reason()));
            case RollbackResumeRequested e ->
                    card.line(e.at(), "%s asked to go on: %s".formatted(e.by(), e.reason()));
            case StepRetryRequested e ->
                    card.line(e.at(), "%s asked to repeat %s".formatted(e.by(), e.step()));
            case StepSkipRequested e ->
                    card.line(e.at(), "%s asked to skip %s".formatted(e.by(), e.step()));
            case Remark e -> card.line(e.at(), e.sentence());
            case IncidentOpened _,
                    ReleaseDeployed _,
                    ReleaseHeld _,
                    ReleaseFailed _,
                    PackActivated _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ ->
                    card;
        };
    }

    private static String action(DecisionMade e) {
        return e.to() == null || !e.action().equals("rollback")
                ? e.action()
                : "Rolling back to version " + e.to().version();
    }

    private static Card rolled(Card card, RollbackEvent event) {
        return switch (event) {
            case PlanReady e ->
                    card.course(
                            card.course()
                                    .releases(e.from(), e.to())
                                    .planned(e.rollback(), e.duration(), e.steps().size()));
            case PlanRefused e ->
                    card.line(e.at(), "No plan is possible: " + String.join("; ", e.reasons()));
            case OrderRefused e -> card.line(e.at(), "The order was refused: " + e.reason());
            case RollbackStarted e ->
                    card.course(card.course().started(e.at(), e.steps()))
                            .line(e.at(), "Rollback initiated");
            case RollbackCompleted e ->
                    card.course(card.course().releases(e.from(), e.to()).completed(e.at()))
                            .action("Rolled back to version " + e.to().version())
                            .line(e.at(), "Rollback complete");
            case RollbackFailed e ->
                    card.action("the rollback failed, people are needed")
                            .line(
                                    e.at(),
                                    "Rollback failed at %s: %s".formatted(e.step(), e.reason()));
            case RollbackAborted e ->
                    card.action("the rollback was aborted")
                            .line(
                                    e.at(),
                                    "Rollback aborted by %s: %s".formatted(e.by(), e.reason()));
            case StepFinished e ->
                    card.course(card.course().stepDone())
                            .detail(
                                    e.at(),
                                    "Step %s %s: %s"
                                            .formatted(
                                                    e.step(),
                                                    e.skipped() ? "skipped" : "done",
                                                    e.evidence()));
            case StepFailed e ->
                    card.line(e.at(), "Step %s failed: %s".formatted(e.step(), e.reason()));
            case RollbackPaused e -> card.line(e.at(), "Rollback paused: " + e.reason());
            case RollbackResumed e -> card.line(e.at(), "Rollback goes on: " + e.reason());
            case RollbackOverdue e ->
                    card.line(
                            e.at(),
                            "It takes longer than the planned " + Spoken.duration(e.planned()));
            case ContainmentStands e ->
                    card.line(e.at(), "Still closed: " + String.join(", ", e.steps()));
            case EvidenceSaved e ->
                    card.line(e.at(), "%d pieces of evidence saved".formatted(e.items().size()));
            case StepStarted _,
                    ReleaseRecorded _,
                    ReadinessChecked _,
                    SnapshotRequested _,
                    HaltChanged _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ ->
                    card;
        };
    }

    private static Card verified(Card card, VerificationEvent event) {
        return switch (event) {
            case VerificationPassed e ->
                    card.course(card.course().verified(e.at()))
                            .line(e.at(), "Verified (%s): %s".formatted(e.stage(), e.summary()));
            case VerificationFailed e ->
                    card.line(
                            e.at(),
                            "Verification failed (%s): %s".formatted(e.stage(), e.summary()));
            case VerificationInconclusive e ->
                    card.line(
                            e.at(),
                            "Verification inconclusive (%s): %s".formatted(e.stage(), e.summary()));
            case CheckFinished e ->
                    card.detail(
                            e.at(),
                            "Check %s %s: %s"
                                    .formatted(
                                            e.check(),
                                            e.verdict().name().toLowerCase(Locale.ROOT),
                                            e.finding()));
            case StandingCheckFinished _,
                    SnapshotTaken _,
                    SnapshotFailed _,
                    PackAccepted _,
                    PackRefused _ ->
                    card;
        };
    }
}
