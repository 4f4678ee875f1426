package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.executor.domain.plan.Manner;
import dev.holdfast.executor.domain.plan.Plan;
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
import dev.holdfast.executor.domain.runbook.Condition;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Decides what is to be done next about a running rollback. Live running and recovery after a crash
/// are the same: an intent without an outcome is met here, and its target is looked at first.
public final class Course {
    private static final Duration HALTED_PAUSE = Duration.ofMillis(500);

    private final Plan plan;
    private final Moment moment;
    private final Optional<Halt> halt;

    Course(Plan plan, Moment moment, Optional<Halt> halt) {
        this.plan = plan;
        this.moment = moment;
        this.halt = halt;
    }

    /// What is to be done next.
    public static Turn next(Rollback rollback, Plan plan, Moment moment, Optional<Halt> halt) {
        return new Course(plan, moment, halt).next(Turn.of(rollback));
    }

    Turn next(Turn turn) {
        return switch (turn.rollback().state()) {
            case Running(_, Instant deadline) -> acting(turn, deadline);
            case Undoing(_, Instant deadline, _) -> acting(turn, deadline);
            case Paused p ->
                    past(p.deadline()) ? Endings.overdue(turn, plan, moment) : held(turn, p);
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

    /// An abort that was asked of a run that is held: at once when nothing is under way, else when what
    /// became of it is known.
    static Turn heeded(Turn turn, Plan plan, Moment moment) {
        Rollback r = turn.rollback();
        Course course = new Course(plan, moment, Optional.empty());
        return r.runs().stream().allMatch(course::safe)
                ? Endings.end(turn, plan, plan.onAbort(), Objects.requireNonNull(r.abort()), moment)
                : turn;
    }

    /// While it is held nothing begins. If it is to end, what was under way is looked at first: whoever
    /// asks this does nothing else, so no effect of ours is under way now.
    private Turn held(Turn turn, Paused p) {
        Rollback r = turn.rollback();
        if (r.abort() == null) {
            return turn.then(new Todo.Nothing());
        }
        for (int i = 0; i < r.runs().size(); i++) {
            StepRun run = r.runs().get(i);
            if (!safe(run)) {
                return advance(turn, i, p.deadline());
            }
        }
        return heeded(turn, plan, moment);
    }

    private Turn acting(Turn turn, Instant deadline) {
        Front front = Front.of(turn.rollback(), plan);
        if (front.open().isEmpty()) {
            return Endings.finished(turn, plan, moment);
        }
        if (past(deadline)) {
            return Endings.overdue(turn, plan, moment);
        }
        Ending abort = turn.rollback().abort();
        boolean running = turn.rollback().state() instanceof Running;
        if (abort != null && running && safe(turn.rollback(), front)) {
            return Endings.end(turn, plan, plan.onAbort(), abort, moment);
        }
        Gate gate = turn.rollback().gate();
        if (gate == null || !running) {
            return side(turn, front, deadline);
        }
        if (!gate.open()) {
            return gated(turn, gate, deadline);
        }
        return moment.now().isAfter(gate.notAfter())
                ? late(turn, gate)
                : side(turn, front, deadline);
    }

    /// Old news: nothing was begun, and nothing is.
    private Turn late(Turn turn, Gate gate) {
        String late = "it was not to begin after %s".formatted(gate.notAfter());
        return Endings.over(turn, plan, new Ending(false, "", late), moment);
    }

    /// The first effect waits for the snapshot of how things were.
    private Turn gated(Turn turn, Gate gate, Instant deadline) {
        if (moment.now().isBefore(gate.until())) {
            return turn.then(new Todo.Rest(earlier(gate.until(), deadline)));
        }
        String missing = "no snapshot of how things were came until " + gate.until();
        if (gate.needed()) {
            String why = missing + ", and data will be lost; resume to go on without it";
            Turn open = turn.with(turn.rollback().gate(null));
            return Endings.pause(open, plan, "", why, deadline, moment);
        }
        if (moment.now().isAfter(gate.notAfter())) {
            return late(turn, gate);
        }
        return turn.with(turn.rollback().gate(gate.opened()))
                .notes("", "no snapshot", missing, moment)
                .then(new Todo.GoOn());
    }

    /// Each open step of the front goes on; what is broken is heeded when nothing is in doubt.
    private Turn side(Turn turn, Front front, Instant deadline) {
        boolean broken = front.open().stream().anyMatch(i -> broken(turn.rollback(), i));
        List<Todo> todos = new ArrayList<>();
        Turn sofar = turn;
        int busy = (int) front.open().stream().filter(i -> begun(turn.rollback(), i)).count();
        for (int i : front.open()) {
            boolean fresh = turn.rollback().runs().get(i).state() instanceof Waiting;
            boolean over = broken(turn.rollback(), i);
            if (over || (fresh && (broken || busy >= front.limit()))) {
                continue;
            }
            sofar = advance(sofar, i, deadline);
            todos.add(sofar.todo());
            busy += fresh && begun(sofar.rollback(), i) ? 1 : 0;
        }
        boolean touched = todos.stream().anyMatch(t -> t instanceof Todo.Touch);
        boolean doubt = front.open().stream().anyMatch(i -> doubtful(turn.rollback(), i));
        return broken && !touched && !doubt
                ? settle(sofar, front, deadline)
                : sofar.then(Todo.joined(todos));
    }

    private Turn advance(Turn turn, int index, Instant deadline) {
        StepRun run = turn.rollback().runs().get(index);
        return switch (run.state()) {
            case Waiting w -> waiting(turn, index, w, deadline);
            case Intended i -> intended(turn, index, i);
            case Doubtful d -> doubtful(turn, index, d, deadline);
            case Stuck _, Failed _, Done _, Skipped _ ->
                    throw new IllegalStateException("Nothing goes on by itself about " + run);
        };
    }

    /// Of what cannot go on the first decides, unless the run does without it.
    private Turn settle(Turn turn, Front front, Instant deadline) {
        for (int i : front.open()) {
            StepRun run = turn.rollback().runs().get(i);
            boolean optional = !run.undo() && plan.steps().get(run.step()).traits().optional();
            String why =
                    switch (run.state()) {
                        case Stuck s -> s.reason();
                        case Failed f -> f.reason();
                        case Waiting _, Intended _, Doubtful _, Done _, Skipped _ -> null;
                    };
            if (why != null && optional) {
                return without(turn, i, "it goes on without: " + why);
            }
            if (why != null) {
                return run.state() instanceof Stuck
                        ? Endings.pause(turn, plan, run.name(), why, deadline, moment)
                        : Endings.failed(turn, plan, run.name(), why, deadline, moment);
            }
        }
        return turn.then(new Todo.GoOn());
    }

    private Turn without(Turn turn, int index, String why) {
        StepRun run = turn.rollback().runs().get(index);
        StepState next = machine(run).after(run.state(), new StepEvent.GoWithout(why));
        Turn skipped = Outcomes.skipped(turn.run(index, next), run.name(), why, moment);
        return Saved.told(skipped, plan, index, moment).then(new Todo.GoOn());
    }

    private static boolean broken(Rollback r, int index) {
        StepState state = r.runs().get(index).state();
        return state instanceof Stuck || state instanceof Failed;
    }

    private static boolean begun(Rollback r, int index) {
        StepState state = r.runs().get(index).state();
        return state instanceof Intended || state instanceof Doubtful;
    }

    private static boolean doubtful(Rollback r, int index) {
        return r.runs().get(index).state() instanceof Doubtful;
    }

    private boolean past(Instant deadline) {
        return !moment.now().isBefore(deadline);
    }

    /// A point at which nothing outside can be half done.
    private boolean safe(Rollback r, Front front) {
        return front.open().stream().allMatch(i -> safe(r.runs().get(i)));
    }

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
        StepRun run = turn.rollback().runs().get(index);
        Condition.Filled when = run.undo() ? null : plan.steps().get(run.step()).when();
        if (when == null) {
            return intend(turn, index, w, deadline);
        }
        Optional<Boolean> holds = when.holds(turn.rollback().outputs());
        if (holds.isEmpty()) {
            String why = "'%s' needs an output that no step has left".formatted(when.text());
            StepState stuck = machine(run).after(w, new StepEvent.Unknowable(why));
            return turn.run(index, stuck).then(new Todo.GoOn());
        }
        return holds.get()
                ? intend(turn, index, w, deadline)
                : without(turn, index, "not done, since '%s' does not hold".formatted(when.text()));
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
                turn.with(turn.rollback().gate(null))
                        .run(index, state)
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
                    intended.then(
                            new Todo.Do(
                                    index,
                                    run.undo(),
                                    way,
                                    effect(key, attempt, until, moment.now())));
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
            return reconcile(turn, index, i.way(), i.key(), i.attempt(), i.since());
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
                : reconcile(turn, index, d.way(), d.key(), d.attempt(), d.since());
    }

    /// Nobody wrote what became of the intent: never just do it again.
    private Turn reconcile(
            Turn turn, int index, int wayIndex, String key, int attempt, Instant since) {
        StepRun run = turn.rollback().runs().get(index);
        WayPlan way = way(run, wayIndex);
        Instant until = moment.now().plus(plan.steps().get(run.step()).timeout());
        Todo look = new Todo.Look(index, run.undo(), way, effect(key, attempt, until, since));
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

    private Effect effect(String key, int attempt, Instant until, Instant since) {
        return new Effect(
                key,
                moment.epoch(),
                attempt,
                Duration.between(moment.now(), until),
                Duration.between(since, moment.now()));
    }

    static String key(Rollback rollback, StepRun run, WayPlan way, int wayIndex) {
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
