package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.StepPlan;
import dev.holdfast.executor.domain.plan.WayPlan;
import dev.holdfast.executor.domain.rollback.RollbackState.Paused;
import dev.holdfast.executor.domain.rollback.RollbackState.Running;
import dev.holdfast.executor.domain.rollback.RollbackState.Undoing;
import dev.holdfast.executor.domain.rollback.StepState.Done;
import dev.holdfast.executor.domain.rollback.StepState.Doubtful;
import dev.holdfast.executor.domain.rollback.StepState.Failed;
import dev.holdfast.executor.domain.rollback.StepState.Intended;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;
import dev.holdfast.executor.domain.rollback.StepState.Stuck;
import dev.holdfast.executor.domain.rollback.StepState.Waiting;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Decides what is to be done next about a running rollback. Live running and recovery after a crash
/// are the same: an intent without an outcome is met here, and its target is looked at first.
public final class Course {
    private static final Duration HALTED_PAUSE = Duration.ofMillis(500);

    private final Plan plan;
    private final Moment moment;
    private final Optional<Halt> halt;

    private Course(Plan plan, Moment moment, Optional<Halt> halt) {
        this.plan = plan;
        this.moment = moment;
        this.halt = halt;
    }

    /// Begins an admitted order; its first intent is part of the answer.
    public static Turn begin(Rollback rollback, Plan plan, Moment moment, Optional<Halt> halt) {
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
            if (run.state() instanceof Skipped(String why)) {
                begun = Outcomes.skipped(begun, run.name(), why, moment);
            }
        }
        return new Course(plan, moment, halt).next(begun);
    }

    /// What is to be done next.
    public static Turn next(Rollback rollback, Plan plan, Moment moment, Optional<Halt> halt) {
        return new Course(plan, moment, halt).next(Turn.of(rollback));
    }

    private static StepRun fresh(int index, StepPlan step, Instant now) {
        String skipped = step.skipped();
        StepState state =
                skipped == null ? StepState.fresh(step.firstWay(), now) : new Skipped(skipped);
        return new StepRun(step.name(), index, false, state);
    }

    private Turn next(Turn turn) {
        return switch (turn.rollback().state()) {
            case Running(_, Instant deadline) -> acting(turn, deadline);
            case Undoing(_, Instant deadline, _) -> acting(turn, deadline);
            case Paused(_, Instant deadline, _, _) ->
                    past(deadline)
                            ? Endings.overdue(turn, plan, moment)
                            : turn.then(new Todo.Nothing());
            case RollbackState.Planning _,
                    RollbackState.Unplannable _,
                    RollbackState.Planned _,
                    RollbackState.Lapsed _,
                    RollbackState.Ordered _,
                    RollbackState.Refused _,
                    RollbackState.Completed _,
                    RollbackState.Failed _,
                    RollbackState.Aborted _ ->
                    turn.then(new Todo.Nothing());
        };
    }

    private Turn acting(Turn turn, Instant deadline) {
        int open = firstOpen(turn.rollback());
        if (open < 0) {
            return Endings.finished(turn, moment);
        }
        if (past(deadline)) {
            return Endings.overdue(turn, plan, moment);
        }
        StepRun run = turn.rollback().runs().get(open);
        Ending abort = turn.rollback().abort();
        if (abort != null && turn.rollback().state() instanceof Running && safe(run)) {
            return Endings.end(turn, plan, plan.onAbort(), abort, moment);
        }
        return switch (run.state()) {
            case Waiting w -> waiting(turn, open, w, deadline);
            case Intended i -> intended(turn, open, i);
            case Doubtful d -> doubtful(turn, open, d, deadline);
            case Stuck s -> Endings.pause(turn, run.name(), s.reason(), deadline, moment);
            case Failed f -> Endings.failed(turn, plan, run.name(), f.reason(), deadline, moment);
            case Done _, Skipped _ ->
                    throw new IllegalStateException("A settled step is never open: " + run);
        };
    }

    private static int firstOpen(Rollback rollback) {
        for (int i = 0; i < rollback.runs().size(); i++) {
            if (!rollback.runs().get(i).settled()) {
                return i;
            }
        }
        return -1;
    }

    private boolean past(Instant deadline) {
        return !moment.now().isBefore(deadline);
    }

    /// A point at which nothing outside can be half done.
    private boolean safe(StepRun run) {
        return switch (run.state()) {
            case Intended i -> way(run, i.way()).preview().manner() != Manner.EFFECT;
            case Doubtful _ -> false;
            case Waiting _, Stuck _, Done _, Skipped _, Failed _ -> true;
        };
    }

    private Turn waiting(Turn turn, int index, Waiting w, Instant deadline) {
        if (w.from().isAfter(moment.now())) {
            return turn.then(new Todo.Rest(earlier(w.from(), deadline)));
        }
        if (halt.isPresent()) {
            return turn.then(new Todo.Rest(earlier(moment.now().plus(HALTED_PAUSE), deadline)));
        }
        return intend(turn, index, w, deadline);
    }

    private Turn intend(Turn turn, int index, Waiting w, Instant deadline) {
        StepRun run = turn.rollback().runs().get(index);
        WayPlan way = way(run, w.way());
        int attempt = w.tried() + 1;
        Instant until = earlier(moment.now().plus(patience(run, way)), deadline);
        String key = key(turn.rollback(), run, way, w.way());
        StepState state = machine(run).after(w, new StepEvent.Intend(key, moment.now(), until));
        String does = run.undo() ? "undo: " + way.preview().does() : way.preview().does();
        Turn intended =
                turn.run(index, state)
                        .writes(
                                JournalEntry.Kind.INTENT,
                                run.name(),
                                attempt,
                                key,
                                "intended",
                                does,
                                moment)
                        .tells(started(turn.rollback(), run, attempt, does));
        return switch (way.preview().manner()) {
            case EFFECT ->
                    intended.then(new Todo.Do(index, run.undo(), way, effect(key, attempt, until)));
            case VERIFY ->
                    intended.tells(request(turn.rollback(), way, key, until))
                            .then(new Todo.Rest(until));
            case PAUSE, ASK -> intended.then(new Todo.Rest(until));
        };
    }

    private Turn intended(Turn turn, int index, Intended i) {
        StepRun run = turn.rollback().runs().get(index);
        Manner manner = way(run, i.way()).preview().manner();
        if (manner == Manner.EFFECT) {
            return reconcile(turn, index, i.way(), i.key(), i.attempt());
        }
        if (moment.now().isBefore(i.until())) {
            return turn.then(new Todo.Rest(i.until()));
        }
        Finding finding =
                manner == Manner.PAUSE
                        ? new Finding.Done("waited since " + i.since())
                        : new Finding.NotDone("no answer until " + i.until(), "");
        return Outcomes.found(turn, plan, index, finding, moment);
    }

    private Turn doubtful(Turn turn, int index, Doubtful d, Instant deadline) {
        return d.look().isAfter(moment.now())
                ? turn.then(new Todo.Rest(earlier(d.look(), deadline)))
                : reconcile(turn, index, d.way(), d.key(), d.attempt());
    }

    /// Nobody wrote what became of the intent: never just do it again.
    private Turn reconcile(Turn turn, int index, int wayIndex, String key, int attempt) {
        StepRun run = turn.rollback().runs().get(index);
        WayPlan way = way(run, wayIndex);
        Instant until = moment.now().plus(plan.steps().get(run.step()).timeout());
        Todo look = new Todo.Look(index, run.undo(), way, effect(key, attempt, until));
        if (run.undo()) {
            return turn.then(look);
        }
        return switch (way.preview().repeat()) {
            case CHECKABLE -> turn.then(look);
            case IDEMPOTENT -> Outcomes.repeated(turn, plan, index, moment);
            case MANUAL -> Outcomes.unknowable(turn, plan, index, moment);
        };
    }

    private Duration patience(StepRun run, WayPlan way) {
        return way.preview().manner() == Manner.PAUSE
                ? way.preview().expected()
                : plan.steps().get(run.step()).timeout();
    }

    private Effect effect(String key, int attempt, Instant until) {
        return new Effect(key, moment.epoch(), attempt, Duration.between(moment.now(), until));
    }

    private static String key(Rollback rollback, StepRun run, WayPlan way, int wayIndex) {
        // A verdict is asked for anew each time, also when a person has attempts counted anew: the
        // journal only grows. An effect keeps its key through all attempts.
        return way.preview().manner() == Manner.VERIFY
                ? EventId.of(rollback.id(), run.name(), wayIndex, "verify", rollback.journal())
                : EventId.of(rollback.id(), run.name(), wayIndex, run.undo() ? "undo" : "do");
    }

    private StepStarted started(Rollback rollback, StepRun run, int attempt, String does) {
        return new StepStarted(
                rollback.incident(),
                rollback.id(),
                run.name(),
                attempt,
                Evidence.told(does),
                moment.now());
    }

    private VerificationRequested request(
            Rollback rollback, WayPlan way, String key, Instant deadline) {
        var stage = way.with().get("stage");
        return new VerificationRequested(
                key,
                rollback.incident(),
                rollback.id(),
                stage == null ? "immediate" : stage.items().getFirst().shown(),
                rollback.to(),
                null,
                deadline,
                moment.now());
    }

    private WayPlan way(StepRun run, int way) {
        return plan.steps().get(run.step()).ways().get(way);
    }

    private StepMachine machine(StepRun run) {
        return StepMachine.of(plan.steps().get(run.step()), run.undo());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
