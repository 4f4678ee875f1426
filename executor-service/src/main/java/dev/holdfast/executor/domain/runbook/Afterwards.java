package dev.holdfast.executor.domain.runbook;

/// What happens to what is already done when a run cannot go on.
public enum Afterwards {
    /// It stays as it is.
    STOP,
    /// Steps that can be undone are, last first.
    UNDO,
    /// A person is asked, until the deadline.
    ASK
}
