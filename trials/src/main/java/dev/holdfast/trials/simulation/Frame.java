package dev.holdfast.trials.simulation;

import java.time.Instant;

/// One run of an errand by one holder, while it lasts.
final class Frame {
    final long epoch;
    Instant heldUntil;

    /// One before it may have done the work and could not say so.
    final boolean resumed;

    /// Its process lives and renews the lease, however slow the target is.
    boolean renewing;

    /// Its process has died meanwhile.
    boolean killed;

    /// It stood still between looking at its lease and touching the target: the gap that only the
    /// target itself can close.
    boolean frozenAfterLook;

    Frame(long epoch, Instant heldUntil, boolean resumed) {
        this.epoch = epoch;
        this.heldUntil = heldUntil;
        this.resumed = resumed;
    }
}
