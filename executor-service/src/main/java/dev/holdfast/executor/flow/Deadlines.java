package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackOverdue;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.Course;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackMove;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Ends what its deadline has overtaken, whoever should have done so.
final class Deadlines {
    private static final String PREFIX = "deadline ";
    private static final String BUDGET = "budget ";

    private Deadlines() {}

    static String timer(Rollback r) {
        return PREFIX + r.id();
    }

    static String budget(Rollback r) {
        return BUDGET + r.id();
    }

    static void due(Work work, String timer) {
        if (timer.startsWith(BUDGET)) {
            work.find(Shelves.ROLLBACKS, timer.substring(BUDGET.length()))
                    .ifPresent(r -> longer(work, r));
        }
        if (timer.startsWith(PREFIX)) {
            work.find(Shelves.ROLLBACKS, timer.substring(PREFIX.length()))
                    .ifPresent(r -> overdue(work, r));
        }
    }

    private static void overdue(Work work, Rollback r) {
        switch (r.state()) {
            case RollbackState.Planning(Instant planBy) -> {
                List<String> why = List.of("pre-flight did not end by " + planBy);
                keep(work, r.moved(new RollbackMove.RefusePlan(why)));
                work.emit(
                        new PlanRefused(r.incident(), r.id(), why, work.now()), Keeping.because(r));
            }
            case RollbackState.Planned _ -> keep(work, r.moved(new RollbackMove.Lapse(work.now())));
            case RollbackState.Ordered(_, Instant notAfter) -> {
                String why = "it could not begin until " + notAfter;
                keep(work, r.moved(new RollbackMove.Drop("late", why)));
                work.emit(
                        new OrderRefused(r.incident(), r.id(), "late", why, work.now()),
                        Keeping.because(r));
            }
            case RollbackState.Running _, RollbackState.Undoing _, RollbackState.Paused _ ->
                    end(work, r);
            case RollbackState.Unplannable _,
                    RollbackState.Lapsed _,
                    RollbackState.Refused _,
                    RollbackState.Completed _,
                    RollbackState.Failed _,
                    RollbackState.Aborted _ -> {}
        }
    }

    /// It goes on, and people are told.
    private static void longer(Work work, Rollback r) {
        Instant deadline =
                switch (r.state()) {
                    case RollbackState.Running s -> s.deadline();
                    case RollbackState.Undoing s -> s.deadline();
                    case RollbackState.Paused s -> s.deadline();
                    case RollbackState.Planning _,
                            RollbackState.Unplannable _,
                            RollbackState.Planned _,
                            RollbackState.Lapsed _,
                            RollbackState.Ordered _,
                            RollbackState.Refused _,
                            RollbackState.Completed _,
                            RollbackState.Failed _,
                            RollbackState.Aborted _ ->
                            null;
                };
        Optional<Plan> plan = work.find(Shelves.PLANS, r.id());
        if (deadline != null && plan.isPresent()) {
            work.emit(
                    new RollbackOverdue(
                            r.incident(), r.id(), plan.get().duration(), deadline, work.now()),
                    Keeping.because(r));
        }
    }

    private static void end(Work work, Rollback r) {
        Plan plan = work.find(Shelves.PLANS, r.id()).orElseThrow();
        Keeping.write(work, Course.next(r, plan, new Moment(work.now(), 0), Optional.empty()));
    }

    private static void keep(Work work, Rollback r) {
        work.put(Shelves.ROLLBACKS, r.id(), r);
        Keeping.timers(work, r);
    }
}
