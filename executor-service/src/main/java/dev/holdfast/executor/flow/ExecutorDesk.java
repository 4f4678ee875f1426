package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
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
import dev.holdfast.backbone.work.Received;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.rollback.Pauses;
import dev.holdfast.executor.domain.rollback.Requests;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/// How is it done, step by step, each effect once? Proposals become plans, orders become runs.
public final class ExecutorDesk implements Desk {
    private final PackBooks books;
    private final Planner planner;
    private final Runner runner;
    private final Readiness readiness;

    public ExecutorDesk(Actions actions, Secrets secrets, Lookout lookout, Guard guard) {
        Vault vault = new Vault(secrets);
        Surveyor surveyor = new Surveyor(actions, vault, lookout);
        this.books = new PackBooks(actions.vocabulary());
        this.planner = new Planner(actions, books, surveyor);
        this.readiness = new Readiness(actions, books, surveyor, new Keeper(actions, vault, guard));
        this.runner = new Runner(surveyor, new Hands(actions, vault, guard), lookout);
    }

    @Override
    public String service() {
        return "executor-service";
    }

    @Override
    public Topic writes() {
        return Topic.ROLLBACKS;
    }

    /// An effect that is cut off costs a look, or a person.
    @Override
    public Duration lastErrands() {
        return Duration.ofSeconds(8);
    }

    @Override
    public Set<Topic> reads() {
        return Set.of(Topic.INCIDENTS, Topic.VERIFICATIONS, Topic.TRIGGERS);
    }

    @Override
    public List<Problem> check(PackFiles pack) {
        return books.check(pack);
    }

    @Override
    public Received receive(Work work, Envelope<? extends Event> event) {
        if (event.data() instanceof IncidentEvent.RollbackProposed p) {
            return planner.proposed(work, event, p);
        }
        switch (event.data()) {
            case IncidentEvent e -> incident(work, event, e);
            case VerificationEvent e -> verification(work, e);
            case TriggerEvent e -> GuardRules.trigger(work, e);
            case RollbackEvent _, NotificationEvent _ -> {}
        }
        return Received.HANDLED;
    }

    @Override
    public void due(Work work, String timer) {
        Deadlines.due(work, timer);
        Standing.due(work, timer);
        Readiness.due(work, timer);
    }

    @Override
    public Next run(Errand errand) {
        if (errand.name().equals(Readiness.ERRAND)) {
            return readiness.run(errand);
        }
        return errand.name().startsWith(Planner.ERRAND) ? planner.run(errand) : runner.run(errand);
    }

    private static void incident(Work work, Envelope<?> cause, IncidentEvent event) {
        switch (event) {
            case IncidentEvent.RollbackOrdered o -> Orders.ordered(work, Because.of(cause), o);
            case IncidentEvent.RollbackAbortRequested a ->
                    Answers.asked(
                            work,
                            a.rollback(),
                            (r, plan, now) -> Requests.abort(r, plan, a.by(), a.reason(), now));
            case IncidentEvent.RollbackPauseRequested p ->
                    Answers.asked(
                            work,
                            p.rollback(),
                            (r, _, now) -> Pauses.pause(r, p.by(), p.reason(), p.takesOver(), now));
            case IncidentEvent.RollbackResumeRequested q ->
                    Answers.asked(
                            work,
                            q.rollback(),
                            (r, plan, now) -> Pauses.resume(r, plan, q.by(), q.reason(), now));
            case IncidentEvent.StepRetryRequested s ->
                    Answers.asked(
                            work,
                            s.rollback(),
                            (r, plan, now) ->
                                    Requests.retry(r, plan, s.step(), s.by(), s.reason(), now));
            case IncidentEvent.StepSkipRequested s ->
                    Answers.asked(
                            work,
                            s.rollback(),
                            (r, plan, now) ->
                                    Requests.skip(r, plan, s.step(), s.by(), s.reason(), now));
            case IncidentEvent.ReleaseDeployed d -> Readiness.deployed(work, d.release());
            case IncidentEvent.ReleaseHeld h -> Readiness.held(work, h.release());
            // Decisions and their reasons: only what asks for a plan or an act is for us.
            case IncidentEvent.RollbackProposed _,
                    IncidentEvent.IncidentOpened _,
                    IncidentEvent.IncidentUpdated _,
                    IncidentEvent.IncidentEscalated _,
                    IncidentEvent.IncidentWithheld _,
                    IncidentEvent.IncidentResolved _,
                    IncidentEvent.IncidentClosed _,
                    IncidentEvent.DecisionMade _,
                    IncidentEvent.ApprovalRequested _,
                    IncidentEvent.ApprovalGranted _,
                    IncidentEvent.ApprovalDenied _,
                    IncidentEvent.ApprovalExpired _,
                    IncidentEvent.ReleaseFailed _,
                    Remark _,
                    IncidentEvent.PackActivated _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ -> {}
        }
    }

    private static void verification(Work work, VerificationEvent event) {
        switch (event) {
            case VerificationEvent.VerificationPassed v ->
                    verdict(
                            work,
                            v.rollback(),
                            v.verification(),
                            new Finding.Done("verified: " + v.summary()));
            case VerificationEvent.VerificationFailed v ->
                    verdict(
                            work,
                            v.rollback(),
                            v.verification(),
                            new Finding.NotDone("not verified: " + v.summary(), ""));
            case VerificationEvent.VerificationInconclusive v ->
                    verdict(
                            work,
                            v.rollback(),
                            v.verification(),
                            new Finding.NotDone("inconclusive: " + v.summary(), ""));
            case VerificationEvent.SnapshotTaken s ->
                    Answers.asked(work, s.snapshot(), (r, _, now) -> Requests.snapshot(r, s, now));
            case VerificationEvent.CheckFinished _,
                    VerificationEvent.StandingCheckFinished _,
                    VerificationEvent.SnapshotFailed _,
                    PackAccepted _,
                    PackRefused _ -> {}
        }
    }

    private static void verdict(
            Work work, @Nullable String rollback, String verification, Finding finding) {
        if (rollback != null) {
            Answers.verdict(work, rollback, verification, finding);
        }
    }
}
