package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackResumed;
import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.WayPlan;
import dev.holdfast.executor.domain.rollback.RollbackState.Paused;
import dev.holdfast.executor.domain.rollback.RollbackState.Running;
import dev.holdfast.executor.domain.rollback.StepState.Waiting;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import org.jspecify.annotations.Nullable;

/// Holding a run and letting it go on. An effect that is under way when it is held ends, and its
/// outcome counts; nothing further begins. The deadline stands all the time.
public final class Pauses {
    private Pauses() {}

    /// @param takesOver the person goes on by hand
    public static Turn pause(
            Rollback r, String by, String reason, boolean takesOver, Moment moment) {
        return hold(r, by, reason, takesOver, null, moment);
    }

    /// A rule that guards this run was raised. What a person has resumed in spite of it stays.
    public static Turn guarded(Rollback r, Plan plan, String rule, String what, Moment moment) {
        boolean heeded =
                r.state() instanceof Running
                        && plan.guards().contains(rule)
                        && (r.overruled() == null || !r.overruled().contains(rule));
        return heeded ? hold(r, null, what, false, rule, moment) : Turn.of(r);
    }

    private static Turn hold(
            Rollback r,
            @Nullable String by,
            String reason,
            boolean takesOver,
            @Nullable String guard,
            Moment moment) {
        Turn turn = Turn.of(r);
        boolean holds =
                r.state() instanceof Running
                        || (r.state() instanceof Paused p && takesOver && !p.takenOver());
        if (!holds) {
            return turn.notes("", "pause changes nothing", said(by, reason), moment);
        }
        var pause = new RollbackMove.Pause("", reason, by, takesOver, guard);
        Turn held =
                turn.moved(pause)
                        .notes("", takesOver ? "taken over" : "paused", said(by, reason), moment);
        return held.rollback().state() instanceof Paused p
                ? held.tells(
                        new RollbackPaused(
                                r.incident(),
                                r.id(),
                                "",
                                by,
                                takesOver ? "by hand: " + reason : reason,
                                p.deadline(),
                                moment.now()))
                : held;
    }

    /// Goes on; what a person may have done by hand meanwhile is looked at before it is done.
    public static Turn resume(Rollback r, Plan plan, String by, String reason, Moment moment) {
        if (!(r.state() instanceof Paused p)) {
            return Turn.of(r).notes("", "resume changes nothing", said(by, reason), moment);
        }
        Rollback heeded = p.guard() == null ? r : r.overruled(p.guard());
        Turn turn = Turn.of(heeded);
        for (int i = 0; p.takenOver() && i < r.runs().size(); i++) {
            turn = handedBack(turn, plan, i, by, moment);
        }
        return goesOn(turn, by, reason, moment);
    }

    static Turn goesOn(Turn turn, String by, String reason, Moment moment) {
        Rollback r = turn.rollback();
        Gate gate = r.gate();
        // Whoever lets it go on now says that it is still to begin.
        Turn allowed =
                gate != null && r.state() instanceof Paused p
                        ? turn.with(r.gate(gate.notAfter(p.deadline())))
                        : turn;
        return allowed.moved(new RollbackMove.Resume())
                .notes("", "resumed", said(by, reason), moment)
                .tells(
                        new RollbackResumed(
                                r.incident(), r.id(), by, said(by, reason), moment.now()));
    }

    /// A step that is not done as far as we know: it is looked at where that tells, a person is asked
    /// where it does not, and what may be repeated is simply done.
    private static Turn handedBack(Turn turn, Plan plan, int index, String by, Moment moment) {
        StepRun run = turn.rollback().runs().get(index);
        StepMachine machine = StepMachine.of(plan.steps().get(run.step()), run.undo());
        StepState open =
                switch (run.state()) {
                    case StepState.Stuck _, StepState.Failed _ ->
                            machine.after(run.state(), new StepEvent.TryAgain(moment.now()));
                    case Waiting _,
                            StepState.Intended _,
                            StepState.Doubtful _,
                            StepState.Done _,
                            StepState.Skipped _ ->
                            run.state();
                };
        if (!(open instanceof Waiting w) || run.undo()) {
            return turn;
        }
        WayPlan way = plan.steps().get(run.step()).ways().get(w.way());
        if (way.preview().manner() != Manner.EFFECT) {
            return turn.run(index, open);
        }
        return switch (way.preview().repeat()) {
            case CHECKABLE -> {
                String key = Course.key(turn.rollback(), run, way, w.way());
                var intend = new StepEvent.Intend(key, moment.now(), moment.now());
                yield turn.run(index, machine.after(open, intend));
            }
            case IDEMPOTENT -> turn.run(index, open);
            case MANUAL -> {
                String why =
                        "%s went on by hand: skip it if it is done, retry to have it done"
                                .formatted(by);
                yield turn.run(index, machine.after(open, new StepEvent.Unknowable(why)));
            }
        };
    }

    private static String said(@Nullable String by, String reason) {
        return by == null ? reason : "%s: %s".formatted(by, reason);
    }
}
