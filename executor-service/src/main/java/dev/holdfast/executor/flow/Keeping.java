package dev.holdfast.executor.flow;

import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.backbone.work.Work;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.domain.rollback.Turn;

import java.time.Duration;
import java.time.Instant;

/// Writes what was decided: the rollback, its journal, its events, who holds the scope, its timer.
final class Keeping {
    /// A step in flight ends by the deadline itself; this much later it is ended from outside.
    private static final Duration GRACE = Duration.ofSeconds(10);

    private Keeping() {}

    static Because because(Rollback r) {
        return new Because(r.incident(), r.cause(), r.packDigest(), r.traceparent());
    }

    /// Where it stands as before, its timer does too.
    static void write(Work work, Rollback before, Turn turn) {
        words(work, turn);
        if (!before.state().equals(turn.rollback().state())) {
            timers(work, turn.rollback());
        }
    }

    static void write(Work work, Turn turn) {
        words(work, turn);
        timers(work, turn.rollback());
    }

    private static void words(Work work, Turn turn) {
        Rollback r = turn.rollback();
        work.put(Shelves.ROLLBACKS, r.id(), r);
        for (JournalEntry e : turn.entries()) {
            work.put(Shelves.JOURNAL, Shelves.line(r.id(), e.number()), e);
        }
        for (RollbackEvent event : turn.events()) {
            work.emit(event, because(r));
            if (event instanceof RollbackEvent.ContainmentStands stands) {
                Standing.stands(work, stands);
            }
        }
    }

    /// Every state that is no end has a deadline.
    static void timers(Work work, Rollback r) {
        switch (r.state()) {
            case RollbackState.Planning(Instant planBy) ->
                    work.timer(Deadlines.timer(r), planBy.plusSeconds(1));
            case RollbackState.Planned(_, Instant until) -> work.timer(Deadlines.timer(r), until);
            case RollbackState.Ordered(_, Instant notAfter) ->
                    work.timer(Deadlines.timer(r), notAfter.plusSeconds(1));
            case RollbackState.Running(_, Instant deadline) ->
                    work.timer(Deadlines.timer(r), deadline.plus(GRACE));
            case RollbackState.Undoing(_, Instant deadline, _) ->
                    work.timer(Deadlines.timer(r), deadline.plus(GRACE));
            case RollbackState.Paused p -> work.timer(Deadlines.timer(r), p.deadline());
            case RollbackState.Refused _,
                    RollbackState.Completed _,
                    RollbackState.Failed _,
                    RollbackState.Aborted _ ->
                    release(work, r);
            case RollbackState.Unplannable _, RollbackState.Lapsed _ ->
                    work.cancelTimer(Deadlines.timer(r));
        }
    }

    private static void release(Work work, Rollback r) {
        work.cancelTimer(Deadlines.timer(r));
        work.cancelTimer(Deadlines.budget(r));
        Standing.opened(work, r);
        work.find(Shelves.HOLDERS, Shelves.ONLY)
                .filter(h -> h.rollback().equals(r.id()))
                .ifPresent(_ -> work.remove(Shelves.HOLDERS, Shelves.ONLY));
    }
}
