package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.verifier.domain.check.Finding;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// How far one check of a verification has come.
///
/// @param due when it is to be asked next
/// @param pause between the last two polls
/// @param last what was found last, null before the first answer
/// @param streak since when it is so, null before the first answer
public record Progress(
        Criterion criterion,
        int polls,
        Instant due,
        Duration pause,
        @Nullable Finding last,
        Duration took,
        @Nullable Streak streak) {

    static Progress first(Criterion criterion, Instant now) {
        Duration every = criterion.polling().every();
        return new Progress(criterion, 0, now, every, null, Duration.ZERO, null);
    }

    Progress dueAt(Instant sooner) {
        return sooner.isBefore(due)
                ? new Progress(criterion, polls, sooner, pause, last, took, streak)
                : this;
    }

    Progress with(Reading reading, Instant ends) {
        Polling polling = criterion.polling();
        Streak next = streak == null ? Streak.of(reading) : streak.then(reading, polling.gap());
        boolean same = streak != null && streak.verdict() == next.verdict();
        Duration wait =
                next.verdict() == Verdict.PASSED || !same ? polling.every() : polling.after(pause);
        return new Progress(
                criterion,
                polls + 1,
                due(reading.answered(), wait, next, ends),
                wait,
                reading.finding(),
                reading.took(),
                next);
    }

    /// After the pause, but not past the moment on which something can be decided.
    private Instant due(Instant answered, Duration wait, Streak next, Instant ends) {
        Instant due = answered.plus(wait);
        Duration edge = next.verdict() == Verdict.PASSED ? criterion.hold() : criterion.failAfter();
        if (edge != null && next.verdict() != Verdict.INCONCLUSIVE) {
            Instant decides = next.since().plus(edge);
            due = decides.isAfter(answered) && decides.isBefore(due) ? decides : due;
        }
        return due.isAfter(ends) && answered.isBefore(ends) ? ends : due;
    }

    /// Proven by now: held long enough, and seen lately enough.
    boolean proven(Instant now) {
        return streak != null
                && streak.verdict() == Verdict.PASSED
                && streak.lasted().compareTo(criterion.hold()) >= 0
                && fresh(streak, now);
    }

    /// It failed so long that nobody need wait any longer.
    boolean lost() {
        return streak != null
                && criterion.failAfter() != null
                && streak.verdict() == Verdict.FAILED
                && streak.lasted().compareTo(criterion.failAfter()) >= 0;
    }

    /// Its verdict if the verification ends now.
    Finding concluded(Instant now) {
        if (last == null || streak == null) {
            return Finding.inconclusive("it gave no answer in time");
        }
        if (last.verdict() != Verdict.PASSED || proven(now)) {
            return last;
        }
        String why =
                fresh(streak, now)
                        ? "it passed for %s of the %s that it must hold"
                                .formatted(
                                        Durations.show(streak.lasted()),
                                        Durations.show(criterion.hold()))
                        : "its last answer is %s old"
                                .formatted(Durations.show(Duration.between(streak.seen(), now)));
        return Finding.inconclusive(why + " (" + last.says() + ")").measuring(last.measured());
    }

    /// A check whose answers take long is given twice that on top: it is being asked meanwhile. One
    /// that used to answer at once and now hangs is not.
    private boolean fresh(Streak row, Instant now) {
        Duration most = criterion.polling().gap().plus(took.multipliedBy(2));
        return !row.seen().plus(most).isBefore(now);
    }
}
