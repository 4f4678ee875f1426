package dev.holdfast.decision.domain.incident;

/// Why a command of a person changes nothing.
public record Refusal(Kind kind, String reason) {
    /// What stands in the way.
    public enum Kind {
        /// There is no such thing.
        UNKNOWN,
        /// Not in this state, or about another plan.
        CONFLICT,
        /// It has changed since the sender has read it.
        STALE,
        /// This person may not.
        FORBIDDEN,
        /// The request itself makes no sense.
        INVALID,
        /// Not yet: events from before the start are still being read.
        NOT_READY
    }
}
