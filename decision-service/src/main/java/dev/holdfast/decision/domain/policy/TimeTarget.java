package dev.holdfast.decision.domain.policy;

import java.time.Duration;

/// A time that the procedure promises, from one moment of an incident to another.
public record TimeTarget(Moment from, Moment to, Duration within) {
    /// Its name for people: `raised to completed`.
    public String name() {
        return "%s to %s".formatted(from.word(), to.word());
    }
}
