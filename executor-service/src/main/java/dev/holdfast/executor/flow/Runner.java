package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.work.Errand;
import dev.holdfast.backbone.work.Next;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.plan.Preview;
import dev.holdfast.executor.domain.rollback.Beginning;
import dev.holdfast.executor.domain.rollback.Course;
import dev.holdfast.executor.domain.rollback.Finding;
import dev.holdfast.executor.domain.rollback.Halt;
import dev.holdfast.executor.domain.rollback.Holder;
import dev.holdfast.executor.domain.rollback.Order;
import dev.holdfast.executor.domain.rollback.Outcomes;
import dev.holdfast.executor.domain.rollback.Refusal;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackMove;
import dev.holdfast.executor.domain.rollback.RollbackState.Ordered;
import dev.holdfast.executor.domain.rollback.Todo;
import dev.holdfast.executor.domain.rollback.Turn;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Carries out the one rollback that holds a scope: an intent is written before each effect and its
/// outcome after, together with the next intent. Whatever dies in between, the next run finds the intent
/// and looks.
final class Runner {
    static final String ERRAND = "rollback";

    /// Looking again at what the plan rests on, before the first step.
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    /// How much longer than their own time-outs steps side by side are waited for: their outcomes are
    /// still to be written. What is not heard of by then is looked at.
    private static final Duration BELT = Duration.ofSeconds(30);

    /// So many effects one after the other under one claim; then others have their turn.
    private static final int AT_ONE_CLAIM = 50;

    private final Surveyor surveyor;
    private final Hands hands;
    private final Lookout lookout;

    Runner(Surveyor surveyor, Hands hands, Lookout lookout) {
        this.surveyor = surveyor;
        this.hands = hands;
        this.lookout = lookout;
    }

    /// What a transaction has decided: what to do now, and the time it was decided.
    private record Job(Rollback rollback, Plan plan, Todo todo, Instant now) {}

    Next run(Errand errand) {
        Optional<Job> opened = errand.write(work -> open(work, errand.epoch()));
        if (opened.isEmpty()) {
            return new Next.Done();
        }
        Job job = opened.get();
        if (job.rollback().state() instanceof Ordered(_, Instant notAfter)) {
            List<List<Preview>> seen = surveyor.again(job.plan(), LOOK_AGAIN);
            String id = job.rollback().id();
            job = errand.write(work -> begin(work, id, errand.epoch(), notAfter, seen));
        }
        return carryOut(errand, job, AT_ONE_CLAIM);
    }

    private Next carryOut(Errand errand, Job job, int left) {
        return switch (job.todo()) {
            case Todo.Touch touch ->
                    carryOut(
                            errand,
                            touched(errand, job, touch, left > 1 && !errand.ending()),
                            left - 1);
            case Todo.All(var touches) -> {
                List<Supplier<Boolean>> all =
                        touches.stream()
                                .<Supplier<Boolean>>map(t -> () -> touchedBeside(errand, job, t))
                                .toList();
                var _ = lookout.all(all, longest(touches).plus(BELT), false);
                yield new Next.Again(job.now());
            }
            case Todo.GoOn _ -> new Next.Again(job.now());
            case Todo.Rest(Instant until) -> new Next.Again(until);
            case Todo.Nothing _ -> new Next.Done();
        };
    }

    /// What the others of the group are at decides what is next, so this intends nothing.
    private boolean touchedBeside(Errand errand, Job job, Todo.Touch touch) {
        var _ = touched(errand, job, touch, false);
        return true;
    }

    private static Duration longest(List<Todo.Touch> touches) {
        return touches.stream()
                .map(t -> t.effect().timeout())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private Job touched(Errand errand, Job job, Todo.Touch touch, boolean goesOn) {
        return switch (touch) {
            case Todo.Do d -> {
                Finding finding = hands.act(job.rollback(), job.plan(), d, errand::held);
                yield outcome(errand, job, d.run(), finding, false, goesOn);
            }
            case Todo.Look l -> {
                Finding finding = hands.look(job.rollback(), job.plan(), l);
                yield outcome(errand, job, l.run(), finding, true, goesOn);
            }
        };
    }

    private static Job outcome(
            Errand errand, Job job, int run, Finding finding, boolean looked, boolean goesOn) {
        return errand.write(work -> {
            // Read again: a person may have asked something, or the deadline have passed.
            Rollback r = work.find(Shelves.ROLLBACKS, job.rollback().id()).orElseThrow();
            Moment moment = new Moment(work.now(), errand.epoch());
            Turn turn =
                    looked
                            ? Outcomes.looked(r, job.plan(), run, finding, moment)
                            : Outcomes.found(r, job.plan(), run, finding, moment);
            Keeping.write(work, r, turn);
            return goesOn
                    ? next(work, turn.rollback(), job.plan(), moment)
                    : new Job(turn.rollback(), job.plan(), new Todo.GoOn(), work.now());
        });
    }

    private static Job next(Work work, Rollback r, Plan plan, Moment moment) {
        Turn turn = Course.next(r, plan, moment, KillSwitch.over(work));
        if (!turn.rollback().equals(r)) {
            Keeping.write(work, r, turn);
        }
        return new Job(turn.rollback(), plan, turn.todo(), work.now());
    }

    private static Optional<Job> open(Work work, long epoch) {
        Optional<Holder> holder = work.find(Shelves.HOLDERS, Shelves.ONLY);
        if (holder.isEmpty()) {
            return Optional.empty();
        }
        Rollback r = work.find(Shelves.ROLLBACKS, holder.get().rollback()).orElseThrow();
        Plan plan = work.find(Shelves.PLANS, r.id()).orElseThrow();
        if (r.state() instanceof Ordered) {
            return Optional.of(new Job(r, plan, new Todo.GoOn(), work.now()));
        }
        return Optional.of(next(work, r, plan, new Moment(work.now(), epoch)));
    }

    /// The order's last judgement and the first intent, in one transaction on the database's clock.
    private static Job begin(
            Work work, String id, long epoch, Instant notAfter, List<List<Preview>> seen) {
        Rollback r = work.find(Shelves.ROLLBACKS, id).orElseThrow();
        Plan plan = work.find(Shelves.PLANS, r.id()).orElseThrow();
        if (!(r.state() instanceof Ordered)) {
            return new Job(r, plan, new Todo.GoOn(), work.now()); // ended while we looked again
        }
        Optional<Halt> halt = KillSwitch.over(work);
        Optional<Refusal> refusal = Order.admit(notAfter, plan.changed(seen), halt, work.now());
        if (refusal.isPresent()) {
            return refuse(work, r, plan, refusal.get());
        }
        Plan looked = plan.answered(seen);
        work.put(Shelves.PLANS, r.id(), looked);
        Turn turn = Beginning.begin(r, looked, new Moment(work.now(), epoch), notAfter, halt);
        Keeping.write(work, turn);
        work.timer(Deadlines.budget(r), work.now().plus(looked.pace().budget()));
        return new Job(turn.rollback(), looked, turn.todo(), work.now());
    }

    private static Job refuse(Work work, Rollback r, Plan plan, Refusal refusal) {
        Rollback refused = r.moved(new RollbackMove.Drop(refusal.kind(), refusal.reason()));
        work.put(Shelves.ROLLBACKS, r.id(), refused);
        Keeping.timers(work, refused);
        work.emit(
                new OrderRefused(
                        r.incident(), r.id(), refusal.kind(), refusal.reason(), work.now()),
                Keeping.because(r));
        return new Job(refused, plan, new Todo.Nothing(), work.now());
    }
}
