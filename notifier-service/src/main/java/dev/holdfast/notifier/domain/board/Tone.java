package dev.holdfast.notifier.domain.board;

/// How something feels, for the eye.
public enum Tone {
    BAD,
    WARN,
    GOOD,
    /// Under way.
    BUSY,
    QUIET
}
