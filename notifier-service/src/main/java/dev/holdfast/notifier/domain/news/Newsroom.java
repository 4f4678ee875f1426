package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
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
import dev.holdfast.backbone.events.Remark.TargetMissed;
import dev.holdfast.backbone.events.Remark.TaskOverdue;
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

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What of an event is worth telling. Most events are for the console only.
public final class Newsroom {
    private Newsroom() {}

    /// The news in an event about an incident.
    ///
    /// @param card as it is after this event
    public static Optional<News> of(Card card, Envelope<?> envelope, Promise promise) {
        Event event = envelope.data();
        return switch (event) {
            case IncidentEvent e -> decided(new Writer(card, envelope.id(), promise), e);
            case RollbackEvent e -> rolled(new Writer(card, envelope.id(), promise), e);
            case VerificationEvent e -> verified(new Writer(card, envelope.id(), promise), e);
            case TriggerEvent _, NotificationEvent _ -> Optional.empty();
        };
    }

    /// The promised update, where nothing else was told in time.
    public static News update(Card card, Promise promise, Instant now) {
        String id = EventId.of("update", card.incident(), card.updates());
        return new Writer(card, id, promise).tell(Occasion.UPDATE, now, w -> w);
    }

    /// Nobody has taken it over: the next level is called.
    public static News level(Card card, Promise promise, int level, Instant now) {
        String id = EventId.of("level", card.incident(), level);
        String lasting = Spoken.duration(Duration.between(card.openedAt(), now));
        return new Writer(card, id, promise)
                .tell(
                        Occasion.ESCALATED,
                        now,
                        w ->
                                w.put(Word.LEVEL, Integer.toString(level))
                                        .put(Word.ROLES, "whoever reads this")
                                        .put(
                                                Word.REASON,
                                                "nobody has taken it over for " + lasting));
    }

    public static News taken(Card card, Promise promise, Instant now) {
        String id = EventId.of("taken", card.incident(), card.taken(), now);
        return new Writer(card, id, promise).tell(Occasion.ACKNOWLEDGED, now, w -> w);
    }

    public static News postMortem(Card card, Promise promise, Instant now) {
        String id = EventId.of("post-mortem", card.incident());
        return new Writer(card, id, promise).tell(Occasion.POST_MORTEM, now, w -> w);
    }

    private static Optional<News> decided(Writer writer, IncidentEvent event) {
        return switch (event) {
            case IncidentOpened e -> writer.say(Occasion.INCIDENT_STARTED, e.at(), w -> w);
            case IncidentWithheld e ->
                    writer.say(
                            Occasion.WITHHELD,
                            e.at(),
                            w -> w.put(Word.REASON, e.reason()).put(Word.WOULD, e.would()));
            case IncidentEscalated e ->
                    writer.say(
                            Occasion.ESCALATED,
                            e.at(),
                            w ->
                                    w.put(Word.REASON, e.reason())
                                            .put(Word.LEVEL, Integer.toString(e.level()))
                                            .put(Word.ROLES, Spoken.or(e.roles())));
            case IncidentResolved e ->
                    writer.say(
                            Occasion.RESOLVED, e.at(), w -> w.put(Word.RESOLUTION, e.resolution()));
            case IncidentClosed e ->
                    writer.say(Occasion.CLOSED, e.at(), w -> w.put(Word.REASON, e.reason()));
            case ApprovalRequested e ->
                    writer.say(
                            Occasion.APPROVAL_WANTED,
                            e.at(),
                            w ->
                                    w.put(Word.QUESTION, e.question())
                                            .put(Word.ROLES, Spoken.or(e.roles()))
                                            .put(Word.NEEDED, Integer.toString(e.needed()))
                                            .put(Word.DATA_LOST, e.dataLost())
                                            .put(Word.DEADLINE, Spoken.time(e.deadline()))
                                            .put(Word.PLAN_HASH, e.planHash()));
            case ApprovalGranted e -> writer.granted(e);
            case ApprovalDenied e ->
                    writer.answered(
                            e.at(), "denied by %s (%s)".formatted(e.by(), e.role()), e.reason());
            case ApprovalExpired e -> writer.answered(e.at(), "not answered in time", e.reason());
            case TaskOverdue e -> writer.overdue(e);
            case TargetMissed e -> writer.overdue(e);
            case IncidentUpdated _,
                    DecisionMade _,
                    RollbackProposed _,
                    RollbackOrdered _,
                    RollbackAbortRequested _,
                    RollbackPauseRequested _,
                    RollbackResumeRequested _,
                    StepRetryRequested _,
                    StepSkipRequested _,
                    ReleaseDeployed _,
                    ReleaseHeld _,
                    ReleaseFailed _,
                    PackActivated _,
                    Remark _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ ->
                    Optional.empty();
        };
    }

    private static Optional<News> rolled(Writer writer, RollbackEvent event) {
        return switch (event) {
            case RollbackStarted e -> writer.say(Occasion.ROLLBACK_STARTED, e.at(), w -> w);
            case StepFinished e ->
                    writer.say(
                            Occasion.STEP_PROGRESS,
                            e.at(),
                            w ->
                                    w.put(Word.STEP, e.step())
                                            .put(Word.STATUS, e.skipped() ? "skipped" : "done")
                                            .put(Word.EVIDENCE, e.evidence()));
            case StepFailed e ->
                    writer.say(
                            Occasion.STEP_PROGRESS,
                            e.at(),
                            w ->
                                    w.put(Word.STEP, e.step())
                                            .put(
                                                    Word.STATUS,
                                                    e.willRetry()
                                                            ? "failed, trying again"
                                                            : "failed")
                                            .put(Word.REASON, e.reason()));
            case RollbackCompleted e -> writer.say(Occasion.ROLLBACK_COMPLETED, e.at(), w -> w);
            case RollbackFailed e ->
                    writer.failed(
                            e.at(),
                            "The rollback failed",
                            "step %s: %s".formatted(e.step(), e.reason()));
            case RollbackAborted e ->
                    writer.failed(e.at(), "The rollback was aborted by " + e.by(), e.reason());
            case PlanRefused e ->
                    writer.failed(
                            e.at(), "No rollback can be planned", String.join("; ", e.reasons()));
            case OrderRefused e ->
                    writer.failed(
                            e.at(),
                            "The order to roll back was refused (%s)".formatted(e.kind()),
                            e.reason());
            case RollbackPaused e -> writer.failed(e.at(), "The rollback is paused", e.reason());
            case RollbackOverdue e ->
                    writer.failed(
                            e.at(),
                            "The rollback takes longer than planned",
                            "planned were %s; it ends at %s at the latest"
                                    .formatted(
                                            Spoken.duration(e.planned()),
                                            Spoken.time(e.deadline())));
            case ContainmentStands e ->
                    writer.failed(
                            e.at(),
                            "Still closed: " + String.join(", ", e.steps()),
                            "since %s; a person or a later run opens it"
                                    .formatted(Spoken.time(e.since())));
            case PlanReady _,
                    RollbackResumed _,
                    EvidenceSaved _,
                    ReleaseRecorded _,
                    ReadinessChecked _,
                    StepStarted _,
                    SnapshotRequested _,
                    HaltChanged _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ ->
                    Optional.empty();
        };
    }

    private static Optional<News> verified(Writer writer, VerificationEvent event) {
        return switch (event) {
            case VerificationFailed e ->
                    writer.failed(
                            e.at(), "Verification failed (%s)".formatted(e.stage()), e.summary());
            case VerificationInconclusive e ->
                    writer.failed(
                            e.at(),
                            "Verification is inconclusive (%s)".formatted(e.stage()),
                            e.summary());
            case VerificationPassed _,
                    CheckFinished _,
                    StandingCheckFinished _,
                    SnapshotTaken _,
                    SnapshotFailed _,
                    PackAccepted _,
                    PackRefused _ ->
                    Optional.empty();
        };
    }
}
