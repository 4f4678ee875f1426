package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.TriggerEvent.Trigger;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// A trigger as this service knows it.
///
/// @param raisedAt when it was raised, as the detector says
/// @param statedAt when it was last said to be true
/// @param clearedAt when it was measured to be true no longer; null while it is not
/// @param lost its rule was taken away: unknown until it is said again
/// @param dismissed a person closed its incident while it was still raised: it opens no other one
public record Standing(
        Trigger trigger,
        Kind kind,
        Instant raisedAt,
        Instant statedAt,
        @Nullable Instant clearedAt,
        boolean lost,
        boolean dismissed) {

    /// A measured trigger is restated every 30 s; one that was not for so long is unknown.
    public static final Duration KNOWN_FOR = Duration.ofSeconds(90);

    /// Where it comes from.
    public enum Kind {
        /// A rule of the detector: restated while true, cleared when measured.
        MEASURED,
        /// A signal from outside: stands for a time.
        SIGNAL,
        /// A person's request.
        MANUAL
    }

    public String id() {
        return trigger.id();
    }

    public boolean cleared() {
        return clearedAt != null;
    }

    /// True now as far as anybody knows, so that it may lead to an act.
    public boolean fresh(Instant now, Duration signalsStand) {
        return !cleared() && now.isBefore(unknownAt(signalsStand));
    }

    /// From then on it is unknown, unless it is said again.
    public Instant unknownAt(Duration signalsStand) {
        return lost ? statedAt : statedAt.plus(kind == Kind.MEASURED ? KNOWN_FOR : signalsStand);
    }

    Standing restated(Trigger newer, Instant at) {
        return new Standing(newer, kind, raisedAt, at, null, false, dismissed);
    }

    Standing cleared(Instant at) {
        return new Standing(trigger, kind, raisedAt, statedAt, at, false, dismissed);
    }

    Standing lost(Instant at) {
        return new Standing(trigger, kind, raisedAt, at, null, true, dismissed);
    }

    Standing dismissedNow() {
        return new Standing(trigger, kind, raisedAt, statedAt, clearedAt, lost, true);
    }
}
