package dev.holdfast.notifier.domain.board;

/// The parts of an incident, in the order in which they are told.
public enum Stage {
    DETECT,
    DECIDE,
    PLAN,
    APPROVE,
    ROLL_BACK,
    VERIFY,
    CLOSE,
    TELL
}
