package dev.holdfast.verifier.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Remark;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Desk;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Packs;
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.domain.stage.Request;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/// The desk of verifier-service: proof that a system is healed, and evidence for it.
public final class VerifierDesk implements Desk {
    private final Verifications verifications;
    private final Snapshots snapshots;
    private final StandingChecks standing;
    private final Words words;
    private final Rights rights;

    public VerifierDesk(Transactions transactions, Probes probes) {
        RuleBook ruleBook = new RuleBook();
        verifications = new Verifications(ruleBook, probes);
        snapshots = new Snapshots(ruleBook, probes);
        standing = new StandingChecks(ruleBook, probes, transactions);
        rights = new Rights(ruleBook);
        words = new Words(ruleBook, rights);
    }

    /// Who may ask for what.
    public Rights rights() {
        return rights;
    }

    @Override
    public String service() {
        return "verifier-service";
    }

    @Override
    public Topic writes() {
        return Topic.VERIFICATIONS;
    }

    @Override
    public Set<Topic> reads() {
        return Set.of(Topic.TRIGGERS, Topic.INCIDENTS, Topic.ROLLBACKS);
    }

    @Override
    public List<Problem> check(PackFiles pack) {
        return Rules.problems(pack);
    }

    @Override
    public Received receive(Work work, Envelope<? extends Event> event) {
        Because because = Because.of(event);
        return switch (event.data()) {
            case VerificationRequested asked -> verify(work, asked, because);
            case PackAccepted _, PackRefused _ -> Received.HANDLED;
            case IncidentEvent e -> incident(work, e, event.time(), because);
            case RollbackEvent e -> rollback(work, e, because);
            case TriggerEvent.SignalAccepted e -> signal(work, e, event.time(), because);
            case TriggerEvent _, VerificationEvent _, NotificationEvent _ -> Received.HANDLED;
        };
    }

    /// A verification of a pack that has not come here yet waits for it.
    private Received verify(Work work, VerificationRequested asked, Because because) {
        String digest = because.packDigest();
        if (digest != null && Packs.byDigest(work, work.scope().system(), digest).isEmpty()) {
            return Received.WAITS;
        }
        verifications.request(work, Request.of(asked), because);
        return Received.HANDLED;
    }

    /// What runs before a deployment is what it will be compared with.
    private Received signal(
            Work work, TriggerEvent.SignalAccepted signal, Instant at, Because because) {
        if (work.scope().drill() != null) {
            standing.drilled(work, signal.kind());
        }
        if (signal.kind().equals("deployment.started")) {
            snapshots.baseline(work, at, because);
        }
        return Received.HANDLED;
    }

    private Received incident(Work work, IncidentEvent event, Instant at, Because because) {
        switch (event) {
            case IncidentEvent.RollbackProposed e ->
                    snapshots.proposed(work, e.incident(), e.rollback(), because);
            case IncidentEvent.PackActivated _ -> standing.activated(work);
            case IncidentEvent.IncidentOpened e -> {
                work.put(Shelves.OPEN, e.incident(), new Shelves.OpenIncident(e.at()));
                Snapshots.overtaken(work);
            }
            case IncidentEvent.IncidentResolved e -> work.remove(Shelves.OPEN, e.incident());
            case IncidentEvent.IncidentClosed e -> work.remove(Shelves.OPEN, e.incident());
            case IncidentEvent.ReleaseHeld _ -> snapshots.baseline(work, at, because);
            case IncidentEvent.ReleaseDeployed _ -> Snapshots.overtaken(work);
            case IncidentEvent.IncidentUpdated _,
                    IncidentEvent.IncidentEscalated _,
                    IncidentEvent.IncidentWithheld _,
                    IncidentEvent.DecisionMade _,
                    IncidentEvent.ApprovalRequested _,
                    IncidentEvent.ApprovalGranted _,
                    IncidentEvent.ApprovalDenied _,
                    IncidentEvent.ApprovalExpired _,
                    IncidentEvent.RollbackOrdered _,
                    IncidentEvent.RollbackAbortRequested _,
                    IncidentEvent.RollbackPauseRequested _,
                    IncidentEvent.RollbackResumeRequested _,
                    IncidentEvent.StepRetryRequested _,
                    IncidentEvent.StepSkipRequested _,
                    IncidentEvent.ReleaseFailed _,
                    Remark _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ -> {}
        }
        return Received.HANDLED;
    }

    private Received rollback(Work work, RollbackEvent event, Because because) {
        switch (event) {
            case RollbackEvent.SnapshotRequested e ->
                    snapshots.requested(work, e.incident(), e.rollback(), e.deadline(), because);
            case RollbackEvent.PlanReady _,
                    RollbackEvent.PlanRefused _,
                    RollbackEvent.OrderRefused _,
                    RollbackEvent.RollbackStarted _,
                    RollbackEvent.RollbackCompleted _,
                    RollbackEvent.RollbackFailed _,
                    RollbackEvent.RollbackAborted _,
                    RollbackEvent.RollbackPaused _,
                    RollbackEvent.RollbackResumed _,
                    RollbackEvent.RollbackOverdue _,
                    RollbackEvent.ContainmentStands _,
                    RollbackEvent.EvidenceSaved _,
                    RollbackEvent.ReleaseRecorded _,
                    RollbackEvent.ReadinessChecked _,
                    RollbackEvent.StepStarted _,
                    RollbackEvent.StepFinished _,
                    RollbackEvent.StepFailed _,
                    RollbackEvent.HaltChanged _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ -> {}
        }
        return Received.HANDLED;
    }

    /// A person asks for a verification; the answer is its id.
    ///
    /// @param release what must be running, if that is to be proven
    public String byHand(Work work, String stage, @Nullable Release release, String by) {
        String id = EventId.of(work.scope().key(), "by-hand", stage, work.now());
        verifications.request(
                work, new Request(id, null, null, stage, release, null, by), Because.none());
        return id;
    }

    /// A person answers a check that asks people.
    ///
    /// @param byToken roles of their token there; what the pack gives them is known here
    public Words.Taken attested(
            Work work,
            String verification,
            String check,
            boolean good,
            String by,
            Set<String> byToken,
            String text) {
        return words.attested(work, verification, check, good, by, byToken, text);
    }

    /// Something outside calls back.
    public Words.Taken callback(Work work, String check, String by, String body) {
        return words.callback(work, check, by, body);
    }

    @Override
    public void due(Work work, String timer) {
        if (timer.startsWith(Verifications.OVERDUE)) {
            verifications.overdue(work, timer.substring(Verifications.OVERDUE.length()));
        }
    }

    @Override
    public Next run(Errand errand) {
        String name = errand.name();
        if (name.equals(StandingChecks.ARRANGE)) {
            return standing.arrange(errand);
        }
        int slash = name.indexOf('/') + 1;
        String id = name.substring(slash);
        return switch (name.substring(0, slash)) {
            case Verifications.ERRAND -> verifications.run(errand, id);
            case Snapshots.ERRAND -> snapshots.run(errand, id);
            case StandingChecks.ERRAND -> standing.run(errand, id);
            default -> new Next.Done(); // of an older version of this service
        };
    }
}
