package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Release;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// How far the answer to an incident has come; a time is null until its moment has passed.
///
/// @param expected how long the plan says the rollback takes
/// @param steps of the plan, 0 while there is none
/// @param brokenAt when the condition became true, in event time
/// @param detectedAt when the trigger was raised
public record Course(
        @Nullable String rollback,
        @Nullable Release from,
        @Nullable Release to,
        @Nullable Duration expected,
        int steps,
        int stepsDone,
        @Nullable Instant brokenAt,
        @Nullable Instant detectedAt,
        @Nullable Instant decidedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant verifiedAt,
        @Nullable Instant overAt) {

    static final Course NONE =
            new Course(null, null, null, null, 0, 0, null, null, null, null, null, null, null);

    /// When the rollback is expected to be complete; null while nothing is known.
    public @Nullable Instant eta() {
        return startedAt == null || expected == null ? null : startedAt.plus(expected);
    }

    Course detected(@Nullable Sighting s, Instant openedAt) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                stepsDone,
                s == null ? openedAt : s.activeSince(),
                s == null ? openedAt : s.raisedAt(),
                decidedAt,
                startedAt,
                completedAt,
                verifiedAt,
                overAt);
    }

    Course releases(@Nullable Release from, @Nullable Release to) {
        return new Course(
                rollback,
                from == null ? this.from : from,
                to == null ? this.to : to,
                expected,
                steps,
                stepsDone,
                brokenAt,
                detectedAt,
                decidedAt,
                startedAt,
                completedAt,
                verifiedAt,
                overAt);
    }

    Course planned(String rollback, Duration expected, int steps) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                0,
                brokenAt,
                detectedAt,
                decidedAt,
                startedAt,
                completedAt,
                verifiedAt,
                overAt);
    }

    Course ordered(Instant at) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                stepsDone,
                brokenAt,
                detectedAt,
                at,
                after(at, startedAt),
                after(at, completedAt),
                after(at, verifiedAt),
                overAt);
    }

    Course started(Instant at, int steps) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                0,
                brokenAt,
                detectedAt,
                decidedAt,
                at,
                after(at, completedAt),
                after(at, verifiedAt),
                overAt);
    }

    /// A second try begins anew; but topics have no order between them, so what is later than its
    /// beginning is its own.
    private static @Nullable Instant after(Instant begin, @Nullable Instant at) {
        return at == null || at.isBefore(begin) ? null : at;
    }

    Course stepDone() {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                stepsDone + 1,
                brokenAt,
                detectedAt,
                decidedAt,
                startedAt,
                completedAt,
                verifiedAt,
                overAt);
    }

    Course completed(Instant at) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                stepsDone,
                brokenAt,
                detectedAt,
                decidedAt,
                startedAt,
                at,
                after(at, verifiedAt),
                overAt);
    }

    Course verified(Instant at) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                stepsDone,
                brokenAt,
                detectedAt,
                decidedAt,
                startedAt,
                completedAt,
                at,
                overAt);
    }

    Course over(Instant at) {
        return new Course(
                rollback,
                from,
                to,
                expected,
                steps,
                stepsDone,
                brokenAt,
                detectedAt,
                decidedAt,
                startedAt,
                completedAt,
                verifiedAt,
                at);
    }
}
