package dev.holdfast.executor.domain.rollback;

import dev.holdfast.executor.domain.plan.StepPlan;
import dev.holdfast.executor.domain.rollback.StepEvent.Doubt;
import dev.holdfast.executor.domain.rollback.StepEvent.GoWithout;
import dev.holdfast.executor.domain.rollback.StepEvent.Intend;
import dev.holdfast.executor.domain.rollback.StepEvent.Miss;
import dev.holdfast.executor.domain.rollback.StepEvent.Postpone;
import dev.holdfast.executor.domain.rollback.StepEvent.Repeat;
import dev.holdfast.executor.domain.rollback.StepEvent.SeenDone;
import dev.holdfast.executor.domain.rollback.StepEvent.SeenNothing;
import dev.holdfast.executor.domain.rollback.StepEvent.SeenUndone;
import dev.holdfast.executor.domain.rollback.StepEvent.Succeed;
import dev.holdfast.executor.domain.rollback.StepEvent.TryAgain;
import dev.holdfast.executor.domain.rollback.StepEvent.Unknowable;
import dev.holdfast.executor.domain.rollback.StepState.Done;
import dev.holdfast.executor.domain.rollback.StepState.Doubtful;
import dev.holdfast.executor.domain.rollback.StepState.Failed;
import dev.holdfast.executor.domain.rollback.StepState.Intended;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;
import dev.holdfast.executor.domain.rollback.StepState.Stuck;
import dev.holdfast.executor.domain.rollback.StepState.Waiting;
import dev.holdfast.executor.domain.runbook.Retry;

import java.time.Duration;
import java.time.Instant;

/// The machine of one step; its diagram stands at [StepState].
///
/// @param ways how many ways there are to do it
public record StepMachine(Retry retry, int ways) {
    /// An executor that dies this often at one step is a fault of the step.
    static final int MOST_LOST = 10;

    /// A target that cannot be looked at this often needs a person.
    static final int MOST_LOOKS = 20;

    /// What was not tried is tried again, until the deadline of the whole.
    static final Duration TRY_AGAIN = Duration.ofSeconds(1);

    static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    static StepMachine of(StepPlan step, boolean undo) {
        return undo
                ? new StepMachine(new Retry(3, Duration.ofSeconds(1)), 1)
                : new StepMachine(step.retry(), step.ways().size());
    }

    private record Move(StepState state, StepEvent event) {}

    public StepState after(StepState state, StepEvent event) {
        return switch (new Move(state, event)) {
            case Move(Waiting w, Intend(String key, Instant at, Instant until)) ->
                    new Intended(w.way(), w.tried() + 1, w.lost(), key, at, until, w.mayBeDone());
            case Move(Intended i, Succeed(var outputs)) -> new Done(i.way(), outputs, false);
            case Move(Intended i, Miss(Instant at, String reason)) ->
                    missed(i.way(), i.attempt(), i.lost(), at, reason, i.mayBeDone());
            case Move(Intended i, Postpone(Instant at, _)) ->
                    new Waiting(
                            i.way(), i.attempt() - 1, i.lost(), at.plus(TRY_AGAIN), i.mayBeDone());
            case Move(Intended i, Doubt(Instant at, String reason)) -> doubtful(i, 0, at, reason);
            case Move(Intended i, SeenDone(var outputs)) -> new Done(i.way(), outputs, true);
            case Move(Intended i, SeenUndone(Instant at, String reason)) ->
                    lost(i, at, reason, false);
            case Move(Intended i, Repeat(Instant at, String reason)) -> lost(i, at, reason, true);
            case Move(Intended i, SeenNothing(Instant at, String reason)) ->
                    doubtful(i, 1, at.plus(LOOK_AGAIN), reason);
            case Move(Intended i, Unknowable(String reason)) -> new Stuck(i.way(), reason, false);
            case Move(Doubtful d, SeenDone(var outputs)) -> new Done(d.way(), outputs, true);
            case Move(Doubtful d, SeenUndone(Instant at, String reason)) ->
                    missed(d.way(), d.attempt(), d.lost(), at, reason, false);
            case Move(Doubtful d, Repeat(Instant at, String reason)) ->
                    missed(d.way(), d.attempt(), d.lost(), at, reason, true);
            case Move(Doubtful d, SeenNothing(Instant at, String reason)) ->
                    lookAgain(d, at, reason);
            case Move(Doubtful d, Unknowable(String reason)) -> new Stuck(d.way(), reason, false);
            case Move(Stuck s, TryAgain(Instant at)) ->
                    new Waiting(s.way(), 0, 0, at, !s.untouched());
            case Move(Failed f, TryAgain(Instant at)) -> new Waiting(0, 0, 0, at, f.mayBeDone());
            case Move(Waiting w, Unknowable(String reason)) ->
                    new Stuck(w.way(), reason, !w.mayBeDone());
            case Move(Waiting w, GoWithout(String why)) -> new Skipped(why, w.mayBeDone());
            case Move(Stuck s, GoWithout(String why)) -> new Skipped(why, !s.untouched());
            case Move(Failed f, GoWithout(String why)) -> new Skipped(why, f.mayBeDone());
            // What a person wants of a step that is under way or over changes nothing.
            case Move(Waiting _, TryAgain _),
                    Move(Intended _, TryAgain _),
                    Move(Doubtful _, TryAgain _),
                    Move(Done _, TryAgain _),
                    Move(Skipped _, TryAgain _),
                    Move(Intended _, GoWithout _),
                    Move(Doubtful _, GoWithout _),
                    Move(Done _, GoWithout _),
                    Move(Skipped _, GoWithout _) ->
                    state;
            case Move(Waiting _, Succeed _),
                    Move(Waiting _, Miss _),
                    Move(Waiting _, Postpone _),
                    Move(Waiting _, Doubt _),
                    Move(Waiting _, SeenDone _),
                    Move(Waiting _, SeenUndone _),
                    Move(Waiting _, Repeat _),
                    Move(Waiting _, SeenNothing _),
                    Move(Intended _, Intend _),
                    Move(Doubtful _, Intend _),
                    Move(Doubtful _, Succeed _),
                    Move(Doubtful _, Miss _),
                    Move(Doubtful _, Postpone _),
                    Move(Doubtful _, Doubt _),
                    Move(Stuck _, _),
                    Move(Done _, _),
                    Move(Skipped _, _),
                    Move(Failed _, _) ->
                    throw new IllegalStateException(
                            "A step that is %s cannot take %s".formatted(state, event));
        };
    }

    /// Again after the pause, else the next way at once, else failed.
    private StepState missed(
            int way, int attempt, int lost, Instant at, String reason, boolean mayBeDone) {
        if (attempt < retry.attempts()) {
            return new Waiting(way, attempt, lost, at.plus(retry.pause()), mayBeDone);
        }
        return way + 1 < ways ? StepState.fresh(way + 1, at) : new Failed(way, reason, mayBeDone);
    }

    /// Whoever intended it died; it did not happen, or may happen again: that attempt does not count.
    private static StepState lost(Intended i, Instant at, String reason, boolean mayBeDone) {
        return i.lost() + 1 < MOST_LOST
                ? new Waiting(i.way(), i.attempt() - 1, i.lost() + 1, at, mayBeDone)
                : new Failed(i.way(), "lost %d times: %s".formatted(MOST_LOST, reason), mayBeDone);
    }

    private static Doubtful doubtful(Intended i, int looks, Instant look, String reason) {
        return new Doubtful(
                i.way(), i.attempt(), i.lost(), i.key(), i.since(), looks, look, reason);
    }

    private static StepState lookAgain(Doubtful d, Instant at, String reason) {
        if (d.looks() + 1 >= MOST_LOOKS) {
            return new Stuck(
                    d.way(), "looked %d times in vain: %s".formatted(MOST_LOOKS, reason), false);
        }
        return new Doubtful(
                d.way(),
                d.attempt(),
                d.lost(),
                d.key(),
                d.since(),
                d.looks() + 1,
                at.plus(LOOK_AGAIN),
                reason);
    }
}
