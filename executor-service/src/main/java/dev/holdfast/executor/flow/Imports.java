package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.Rollback;

import java.util.List;
import java.util.Optional;

/// Takes in what was done in one process while the house was away: its rollback, plan and journal are
/// kept, and its events are told, so that they come into the audit. A second time changes nothing.
public final class Imports {
    private final Transactions transactions;

    public Imports(Transactions transactions) {
        this.transactions = transactions;
    }

    /// @param events in the order in which they happened
    public record Run(
            Scope scope,
            Rollback rollback,
            Optional<Plan> plan,
            List<JournalEntry> journal,
            List<Event> events) {
        public Run {
            journal = List.copyOf(journal);
            events = List.copyOf(events);
        }
    }

    /// How many events were told; 0 when it was taken in before.
    public int take(Run run) {
        return transactions.in(
                run.scope(),
                work -> {
                    String id = run.rollback().id();
                    if (work.find(Shelves.ROLLBACKS, id).isPresent()) {
                        return 0;
                    }
                    work.put(Shelves.ROLLBACKS, id, run.rollback());
                    run.plan().ifPresent(p -> work.put(Shelves.PLANS, id, p));
                    for (JournalEntry e : run.journal()) {
                        work.put(Shelves.JOURNAL, Shelves.line(id, e.number()), e);
                    }
                    Because because = Because.none().incident(run.rollback().incident());
                    List<RollbackEvent> told =
                            run.events().stream()
                                    .filter(RollbackEvent.class::isInstance)
                                    .map(RollbackEvent.class::cast)
                                    .filter(Imports::history)
                                    .toList();
                    told.forEach(e -> work.emit(e, because));
                    return told.size();
                });
    }

    /// What is over and asks nobody for anything any more.
    private static boolean history(RollbackEvent event) {
        return switch (event) {
            case RollbackEvent.PlanReady _,
                    RollbackEvent.RollbackStarted _,
                    RollbackEvent.RollbackCompleted _,
                    RollbackEvent.RollbackFailed _,
                    RollbackEvent.RollbackAborted _,
                    RollbackEvent.RollbackPaused _,
                    RollbackEvent.RollbackResumed _,
                    RollbackEvent.RollbackOverdue _,
                    RollbackEvent.ContainmentStands _,
                    RollbackEvent.EvidenceSaved _,
                    RollbackEvent.StepStarted _,
                    RollbackEvent.StepFinished _,
                    RollbackEvent.StepFailed _ ->
                    true;
            case RollbackEvent.PlanRefused _,
                    RollbackEvent.OrderRefused _,
                    RollbackEvent.SnapshotRequested _,
                    RollbackEvent.HaltChanged _,
                    RollbackEvent.ReleaseRecorded _,
                    RollbackEvent.ReadinessChecked _,
                    dev.holdfast.backbone.events.VerificationRequested _,
                    dev.holdfast.backbone.events.PackAccepted _,
                    dev.holdfast.backbone.events.PackRefused _ ->
                    false;
        };
    }
}
