package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.RollbackState.Running;
import dev.holdfast.executor.domain.rollback.RollbackState.Undoing;
import dev.holdfast.executor.domain.rollback.Turn.Moment;
import dev.holdfast.executor.domain.runbook.Afterwards;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// How a run comes to its end, and what is undone before.
final class Endings {
    private Endings() {}

    /// Every step is settled.
    static Turn finished(Turn turn, Plan plan, Moment moment) {
        Rollback r = turn.rollback();
        return switch (r.state()) {
            case Running(Instant startedAt, _) ->
                    closed(
                            turn.moved(new RollbackMove.Complete(moment.now()))
                                    .tells(
                                            new RollbackCompleted(
                                                    r.incident(),
                                                    r.id(),
                                                    r.from(),
                                                    r.to(),
                                                    startedAt,
                                                    moment.now())),
                            plan,
                            moment);
            case Undoing(_, _, Ending ending) -> over(turn, plan, undone(r, ending), moment);
            case RollbackState.Planning _,
                    RollbackState.Unplannable _,
                    RollbackState.Planned _,
                    RollbackState.Lapsed _,
                    RollbackState.Ordered _,
                    RollbackState.Refused _,
                    RollbackState.Paused _,
                    RollbackState.Completed _,
                    RollbackState.Failed _,
                    RollbackState.Aborted _ ->
                    throw new IllegalStateException("Nothing was under way in " + r.state());
        };
    }

    /// A step has failed and no way is left.
    static Turn failed(
            Turn turn, Plan plan, String step, String reason, Instant deadline, Moment moment) {
        return plan.onFailure() == Afterwards.ASK
                ? pause(turn, plan, step, reason, deadline, moment)
                : end(turn, plan, plan.onFailure(), new Ending(false, step, reason), moment);
    }

    /// A person is asked, until the deadline.
    static Turn pause(
            Turn turn, Plan plan, String step, String reason, Instant deadline, Moment moment) {
        Rollback r = turn.rollback();
        if (r.state() instanceof Undoing(_, _, Ending ending)) {
            return over(turn, plan, undone(r, ending), moment);
        }
        String asked =
                "%s — paused until %s: %s, or abort"
                        .formatted(
                                reason,
                                deadline,
                                step.isEmpty() ? "resume" : "retry or skip the step");
        return turn.moved(new RollbackMove.Pause(step, reason, null, false, null))
                .notes(step, "paused", asked, moment)
                .tells(
                        new RollbackPaused(
                                r.incident(),
                                r.id(),
                                step,
                                null,
                                Evidence.told(asked),
                                deadline,
                                moment.now()))
                .then(new Todo.Nothing());
    }

    static Turn overdue(Turn turn, Plan plan, Moment moment) {
        Rollback r = turn.rollback();
        String step =
                r.runs().stream()
                        .filter(run -> !run.settled())
                        .findFirst()
                        .map(StepRun::name)
                        .orElse("");
        String late = "the deadline of %s is over".formatted(Durations.show(plan.deadline()));
        if (r.state() instanceof Undoing(_, _, Ending e)) {
            String reason = e.reason() + "; undoing was cut short, since " + late;
            return over(turn, plan, new Ending(e.aborted(), e.who(), reason), moment);
        }
        Ending abort = r.abort();
        return over(turn, plan, abort == null ? new Ending(false, step, late) : abort, moment);
    }

    /// Ends at once, or after undoing what is done.
    static Turn end(Turn turn, Plan plan, Afterwards how, Ending ending, Moment moment) {
        List<StepRun> undoing =
                how == Afterwards.UNDO ? undoing(turn.rollback(), plan, moment) : List.of();
        if (undoing.isEmpty()) {
            return over(turn, plan, ending, moment);
        }
        List<StepRun> runs = new ArrayList<>();
        // What was not begun will not be; what has failed is told by the ending.
        for (StepRun run : turn.rollback().runs()) {
            runs.add(run.settled() ? run : run.in(left(run.state())));
        }
        runs.addAll(undoing);
        return turn.with(turn.rollback().with(runs))
                .moved(new RollbackMove.TurnBack(ending))
                .notes(ending.who(), "turned back", ending.reason(), moment)
                .then(new Todo.GoOn());
    }

    private static StepState left(StepState state) {
        return switch (state) {
            case StepState.Stuck(_, String reason, boolean untouched) when !untouched ->
                    new StepState.Skipped("it may have been done: " + reason, true);
            case StepState.Waiting w when w.mayBeDone() ->
                    new StepState.Skipped("it may have been done before", true);
            case StepState.Stuck _,
                    StepState.Waiting _,
                    StepState.Intended _,
                    StepState.Doubtful _,
                    StepState.Done _,
                    StepState.Skipped _,
                    StepState.Failed _ ->
                    new StepState.Skipped("the run turned back before it");
        };
    }

    static Turn over(Turn turn, Plan plan, Ending ending, Moment moment) {
        Rollback r = turn.rollback();
        Turn ended =
                turn.moved(new RollbackMove.End(ending, moment.now()))
                        .notes(
                                ending.aborted() ? "" : ending.who(),
                                ending.aborted() ? "aborted" : "failed",
                                ending.reason(),
                                moment)
                        .then(new Todo.Nothing());
        RollbackEvent told =
                ending.aborted()
                        ? new RollbackAborted(
                                r.incident(), r.id(), ending.who(), ending.reason(), moment.now())
                        : new RollbackFailed(
                                r.incident(), r.id(), ending.who(), ending.reason(), moment.now());
        return closed(ended.tells(told), plan, moment);
    }

    /// Whatever came of it: what it has closed and not opened again stays closed, which is told.
    private static Turn closed(Turn ended, Plan plan, Moment moment) {
        Rollback r = ended.rollback();
        List<String> standing = Closures.standing(r, plan);
        Turn told =
                standing.isEmpty()
                        ? ended
                        : ended.tells(
                                new ContainmentStands(
                                        r.incident(),
                                        r.id(),
                                        standing,
                                        moment.now(),
                                        moment.now()));
        return told.then(new Todo.Nothing());
    }

    /// Steps that can be undone and are done, or may be, last first.
    private static List<StepRun> undoing(Rollback rollback, Plan plan, Moment moment) {
        List<StepRun> undoing = new ArrayList<>();
        for (StepRun run : rollback.runs().reversed()) {
            int way = doneBy(run.state());
            if (way >= 0 && plan.steps().get(run.step()).undo()) {
                undoing.add(
                        new StepRun(
                                run.name() + " (undo)",
                                run.step(),
                                true,
                                StepState.fresh(way, moment.now())));
            }
        }
        return undoing;
    }

    /// The way by which it is done or may be; below zero when it is not.
    private static int doneBy(StepState state) {
        return switch (state) {
            case StepState.Done(int way, _, _) -> way;
            case StepState.Stuck(int way, _, boolean untouched) -> untouched ? -1 : way;
            case StepState.Waiting w -> w.mayBeDone() ? w.way() : -1;
            case StepState.Failed f -> f.mayBeDone() ? f.way() : -1;
            case StepState.Intended _, StepState.Doubtful _, StepState.Skipped _ -> -1;
        };
    }

    private static Ending undone(Rollback rollback, Ending ending) {
        List<String> left =
                rollback.runs().stream()
                        .filter(run -> run.undo() && run.state() instanceof StepState.Failed)
                        .map(StepRun::name)
                        .toList();
        List<String> doubtful =
                rollback.runs().stream().filter(Endings::inDoubt).map(StepRun::name).toList();
        String how = left.isEmpty() ? "; what was done is undone" : "; not undone: " + left;
        if (!doubtful.isEmpty()) {
            how += "; nobody knows whether done: " + doubtful;
        }
        return new Ending(ending.aborted(), ending.who(), ending.reason() + how);
    }

    private static boolean inDoubt(StepRun run) {
        return run.state() instanceof StepState.Skipped s && s.mayBeDone();
    }
}
