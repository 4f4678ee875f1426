package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.StepPlan;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a run begins.
public final class Beginning {
    private Beginning() {}

    /// Begins an admitted order; its first intent is part of the answer.
    ///
    /// @param notAfter the order's: the first effect does not begin later
    public static Turn begin(
            Rollback rollback, Plan plan, Moment moment, Instant notAfter, Optional<Halt> halt) {
        List<StepRun> runs = new ArrayList<>();
        for (int i = 0; i < plan.steps().size(); i++) {
            runs.add(fresh(i, plan.steps().get(i), moment.now()));
        }
        int steps = (int) runs.stream().filter(r -> !r.settled()).count();
        Instant deadline = moment.now().plus(plan.deadline());
        Turn begun =
                Turn.of(rollback.with(runs))
                        .moved(new RollbackMove.Begin(moment.now(), deadline))
                        .tells(
                                new RollbackStarted(
                                        rollback.incident(),
                                        rollback.id(),
                                        plan.hash(),
                                        steps,
                                        moment.epoch(),
                                        moment.now()));
        for (StepRun run : runs) {
            if (run.state() instanceof Skipped(String why, _)) {
                begun = Outcomes.skipped(begun, run.name(), why, moment);
            }
        }
        return new Course(plan, moment, halt).next(gate(begun, plan, notAfter, moment));
    }

    private static Turn gate(Turn begun, Plan plan, Instant notAfter, Moment moment) {
        Rollback r = begun.rollback();
        Duration wait = plan.snapshotWait(r.severity());
        if (wait.isZero()) {
            return begun.with(r.gate(new Gate(moment.now(), notAfter, false, true)));
        }
        boolean needed = plan.dataLost() != null;
        Instant until = moment.now().plus(wait);
        Gate gate =
                new Gate(
                        needed ? until : until.isBefore(notAfter) ? until : notAfter,
                        notAfter,
                        needed,
                        false);
        return begun.with(r.gate(gate))
                .tells(new SnapshotRequested(r.incident(), r.id(), gate.until(), moment.now()));
    }

    private static StepRun fresh(int index, StepPlan step, Instant now) {
        String skipped = step.skipped();
        StepState state =
                skipped == null ? StepState.fresh(step.firstWay(), now) : new Skipped(skipped);
        return new StepRun(step.name(), index, false, state);
    }
}
