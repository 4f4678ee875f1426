package dev.holdfast.executor.domain.rollback;

import java.time.Duration;
import java.time.Instant;

/// What makes one effect recognisable, and how long it may take.
///
/// @param key the same for every attempt of one way of one step: a target that knows it repeats
///     nothing
/// @param epoch of the lease under which it is done; a target that has seen a higher one refuses
/// @param since when it was intended: before that it was not done
public record Effect(String key, long epoch, int attempt, Duration timeout, Instant since) {
    /// Intended long ago.
    public Effect(String key, long epoch, int attempt, Duration timeout) {
        this(key, epoch, attempt, timeout, Instant.EPOCH);
    }
}
