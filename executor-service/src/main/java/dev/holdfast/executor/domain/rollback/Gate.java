package dev.holdfast.executor.domain.rollback;

import java.time.Instant;

/// Before its first effect a run waits for the verifier's snapshot of how things were.
///
/// @param until it is waited for so long
/// @param notAfter the order's: the first effect does not begin later
/// @param needed whether a person is asked when it does not come, since data will be lost
public record Gate(Instant until, Instant notAfter, boolean needed) {}
