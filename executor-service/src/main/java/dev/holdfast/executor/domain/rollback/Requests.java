package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.RollbackState.Paused;
import dev.holdfast.executor.domain.rollback.RollbackState.Running;
import dev.holdfast.executor.domain.rollback.StepState.Intended;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;
import dev.holdfast.executor.domain.rollback.StepState.Waiting;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

/// What people ask of a rollback while it runs.
public final class Requests {
    private Requests() {}

    /// Ends it at the next safe point, which is now if nothing is under way.
    public static Turn abort(Rollback r, Plan plan, String by, String reason, Moment moment) {
        Ending ending = new Ending(true, by, reason);
        Turn turn = Turn.of(r);
        return switch (r.state()) {
            case RollbackState.Planned _, RollbackState.Ordered _ ->
                    Endings.over(turn, plan, ending, moment);
            case Running _ ->
                    turn.with(r.abort(ending)).notes("", "abort asked", by + ": " + reason, moment);
            case Paused _ -> {
                Turn asked =
                        turn.with(r.abort(ending))
                                .notes("", "abort asked", by + ": " + reason, moment);
                yield Course.heeded(asked, plan, moment);
            }
            // Already on its way back, or over.
            case RollbackState.Undoing _,
                    RollbackState.Planning _,
                    RollbackState.Unplannable _,
                    RollbackState.Lapsed _,
                    RollbackState.Refused _,
                    RollbackState.Completed _,
                    RollbackState.Failed _,
                    RollbackState.Aborted _ ->
                    turn.notes("", "abort changes nothing", by + ": " + reason, moment);
        };
    }

    /// Tries a step again that has failed or is stuck.
    public static Turn retry(
            Rollback r, Plan plan, String step, String by, String reason, Moment moment) {
        int index = index(r, step);
        if (index < 0 || !RollbackState.holds(r.state())) {
            return Turn.of(r).notes(step, "retry changes nothing", by + ": " + reason, moment);
        }
        StepRun run = r.runs().get(index);
        StepState next =
                machine(plan, run).after(run.state(), new StepEvent.TryAgain(moment.now()));
        boolean moved = next instanceof Waiting && !next.equals(run.state());
        Turn turn =
                Turn.of(r)
                        .run(index, next)
                        .notes(
                                step,
                                moved ? "retry asked" : "retry changes nothing",
                                by + ": " + reason,
                                moment);
        return resumed(turn, moved, by, reason, moment);
    }

    /// Goes on without a step; on a step that asks a person, this is the answer.
    public static Turn skip(
            Rollback r, Plan plan, String step, String by, String reason, Moment moment) {
        int index = index(r, step);
        if (index < 0 || !RollbackState.holds(r.state())) {
            return Turn.of(r).notes(step, "skip changes nothing", by + ": " + reason, moment);
        }
        StepRun run = r.runs().get(index);
        String why = "%s: %s".formatted(by, reason);
        if (run.state() instanceof Intended i && asks(plan, run, i)) {
            return Outcomes.found(r, plan, index, new Finding.Done(why), moment);
        }
        StepState next = machine(plan, run).after(run.state(), new StepEvent.GoWithout(why));
        boolean moved = next instanceof Skipped && !(run.state() instanceof Skipped);
        if (!moved) {
            return Turn.of(r).notes(step, "skip changes nothing", why, moment);
        }
        Turn turn = Outcomes.skipped(Turn.of(r).run(index, next), step, why, moment);
        return resumed(turn, true, by, reason, moment);
    }

    /// The snapshot that the first effect waits for.
    public static Turn snapshot(Rollback r, SnapshotTaken taken, Moment moment) {
        Gate gate = r.gate();
        if (gate == null || gate.open() || !RollbackState.holds(r.state())) {
            return Turn.of(r);
        }
        String missing =
                taken.missing().isEmpty() ? "" : ", missing: " + String.join(", ", taken.missing());
        return Turn.of(r.gate(gate.opened()))
                .notes("", "snapshot", taken.values().size() + " values" + missing, moment);
    }

    /// The verdict that a verify step waits for.
    public static Turn verdict(
            Rollback r, Plan plan, String verification, Finding finding, Moment moment) {
        for (int i = 0; i < r.runs().size(); i++) {
            if (r.runs().get(i).state() instanceof Intended in && in.key().equals(verification)) {
                return Outcomes.found(r, plan, i, finding, moment);
            }
        }
        return Turn.of(r).then(new Todo.Nothing());
    }

    /// A step that a person has settled lets the run go on, unless one goes on by hand.
    private static Turn resumed(Turn turn, boolean moved, String by, String reason, Moment moment) {
        return moved && turn.rollback().state() instanceof Paused p && !p.takenOver()
                ? Pauses.goesOn(turn, by, reason, moment)
                : turn;
    }

    private static boolean asks(Plan plan, StepRun run, Intended i) {
        var way = plan.steps().get(run.step()).ways().get(i.way());
        return way.preview().manner() == Manner.ASK;
    }

    private static StepMachine machine(Plan plan, StepRun run) {
        return StepMachine.of(plan.steps().get(run.step()), run.undo());
    }

    private static int index(Rollback r, String step) {
        for (int i = 0; i < r.runs().size(); i++) {
            if (r.runs().get(i).name().equals(step)) {
                return i;
            }
        }
        return -1;
    }
}
