package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.policy.Policy;

import java.util.List;
import java.util.Optional;

/// What the executor tells: plans, and what was done of them.
final class RollbackNews {
    private RollbackNews() {}

    static void on(Casebook book, Work work, RollbackEvent event, Because because) {
        switch (event) {
            case RollbackEvent.PlanReady e -> {
                work.put(Shelves.PLANS, Shelves.ONLY, PlanView.ready(e));
                happens(book, e.incident(), e, new Happening.PlanMade(e), because);
                if (!work.upToDate()) {
                    work.timer(Casebook.DECIDE, work.now());
                }
            }
            case RollbackEvent.PlanRefused e -> {
                work.put(
                        Shelves.PLANS,
                        Shelves.ONLY,
                        PlanView.refused(e.incident(), e.rollback(), e.reasons(), e.at()));
                happens(
                        book,
                        e.incident(),
                        e,
                        new Happening.PlanImpossible(e.rollback(), e.reasons()),
                        because);
            }
            case RollbackEvent.OrderRefused e ->
                    happens(
                            book,
                            e.incident(),
                            e,
                            new Happening.OrderRejected(e.rollback(), e.kind(), e.reason()),
                            because);
            case RollbackEvent.RollbackStarted e ->
                    happens(
                            book,
                            e.incident(),
                            e,
                            new Happening.RollbackBegan(e.rollback()),
                            because);
            case RollbackEvent.RollbackCompleted e ->
                    happens(
                            book,
                            e.incident(),
                            e,
                            new Happening.RollbackDone(e.rollback(), e.at()),
                            because);
            case RollbackEvent.RollbackFailed e ->
                    happens(
                            book,
                            e.incident(),
                            e,
                            new Happening.RollbackBroke(e.rollback(), e.step(), e.reason()),
                            because);
            case RollbackEvent.RollbackAborted e ->
                    happens(
                            book,
                            e.incident(),
                            e,
                            new Happening.RollbackStopped(e.rollback(), e.by(), e.reason()),
                            because);
            case RollbackEvent.StepStarted e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.StepFinished e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.StepFailed e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.RollbackPaused e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.RollbackResumed e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.RollbackOverdue e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.ContainmentStands e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.EvidenceSaved e -> book.tell(e.incident(), List.of(e));
            case RollbackEvent.HaltChanged e -> {
                work.put(
                        Shelves.HALTS,
                        Shelves.ONLY,
                        new Shelves.Halt(e.on(), e.reach(), e.by(), e.reason()));
                work.errand(DecisionDesk.SWITCHES, work.now());
            }
            case RollbackEvent.SnapshotRequested _,
                    RollbackEvent.ReleaseRecorded _,
                    RollbackEvent.ReadinessChecked _,
                    VerificationRequested _,
                    PackAccepted _,
                    PackRefused _ -> {}
        }
    }

    static void happens(
            Casebook book,
            String id,
            dev.holdfast.backbone.events.Event event,
            Happening happening,
            Because because) {
        Optional<Incident> incident = book.incident(id);
        Optional<Policy> policy = incident.flatMap(book::policy);
        if (incident.isEmpty() || policy.isEmpty()) {
            return;
        }
        book.tell(id, List.of(event));
        book.keep(
                book.ordering(
                        policy.get(), s -> Machine.on(incident.get(), book.site(), happening, s)),
                because);
    }
}
