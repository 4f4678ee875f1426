package dev.holdfast.executor.whole;

/// What happens to an executor.
enum Fault {
    /// SIGKILL.
    KILLED,
    /// SIGSTOP past its lease, until another has ended what it began; then SIGCONT.
    FROZEN,
    /// Every connection to the database is cut until another has ended what it began.
    CUT_FROM_DATABASE,
    /// Every connection to the broker is cut until what it began has ended.
    CUT_FROM_BROKER
}
