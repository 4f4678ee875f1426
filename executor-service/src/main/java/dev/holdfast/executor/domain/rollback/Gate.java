package dev.holdfast.executor.domain.rollback;

import java.time.Instant;

/// What stands before the first intent of a run: the verifier's snapshot of how things were, and the
/// time after which it is not to begin. It goes with the first intent.
///
/// @param until the snapshot is waited for so long
/// @param notAfter the order's: the first intent is not written later
/// @param needed whether a person is asked when the snapshot does not come, since data will be lost
/// @param open whether nothing is waited for
public record Gate(Instant until, Instant notAfter, boolean needed, boolean open) {
    Gate opened() {
        return new Gate(until, notAfter, needed, true);
    }

    /// A person has said that it goes on: it may begin until then.
    Gate notAfter(Instant later) {
        return new Gate(until, later, needed, open);
    }
}
