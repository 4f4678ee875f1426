package dev.holdfast.trials.simulation;

/// Something that must always hold did not.
///
/// @see Promises
final class Broken extends Error {
    private static final long serialVersionUID = 1L;
    private final String promise;

    /// @param promise which one, as DESIGN numbers them: `3 one rollback a key`
    Broken(String promise, String what) {
        super(what, null, false, false);
        this.promise = promise;
    }

    String promise() {
        return promise;
    }
}
