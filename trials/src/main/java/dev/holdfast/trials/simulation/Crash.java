package dev.holdfast.trials.simulation;

/// The process of a service died. What was not committed is gone.
final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash(String where) {
        super(where, null, false, false);
    }
}
