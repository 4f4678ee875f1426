package dev.holdfast.verifier.domain.check;

/// One thing to be proven about a system. What cannot be measured is inconclusive, never passed.
public sealed interface Check permits Asking, Told {
    /// Whether asking may change something at the target, even if it is put back: such a check has
    /// no place where only looking is allowed.
    default boolean touches() {
        return false;
    }
}
