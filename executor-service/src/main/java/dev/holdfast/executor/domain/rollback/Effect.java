package dev.holdfast.executor.domain.rollback;

import java.time.Duration;

/// What makes one effect recognisable, and how long it may take.
///
/// @param key the same for every attempt of one way of one step: a target that knows it repeats
///     nothing
/// @param epoch of the lease under which it is done; a target that has seen a higher one refuses
/// @param age how long ago it was intended, by the database's clock: before that it was not done
public record Effect(String key, long epoch, int attempt, Duration timeout, Duration age) {
    private static final Duration LONG_AGO = Duration.ofDays(365);

    /// Intended long ago, or never: whatever it may have done can be seen by now.
    public Effect(String key, long epoch, int attempt, Duration timeout) {
        this(key, epoch, attempt, timeout, LONG_AGO);
    }
}
