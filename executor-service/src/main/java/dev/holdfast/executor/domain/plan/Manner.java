package dev.holdfast.executor.domain.plan;

/// How a step passes its time.
public enum Manner {
    /// Something is done to a target.
    EFFECT,
    /// Time passes.
    PAUSE,
    /// verifier-service is asked for a verdict.
    VERIFY,
    /// A person is asked.
    ASK
}
