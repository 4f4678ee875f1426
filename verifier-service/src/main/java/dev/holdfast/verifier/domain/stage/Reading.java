package dev.holdfast.verifier.domain.stage;

import dev.holdfast.verifier.domain.check.Finding;

import java.time.Duration;
import java.time.Instant;

/// What one poll of one check found.
///
/// @param asked when it was asked
/// @param answered when the answer was taken in
/// @param took how long the answer took, measured where it was asked
public record Reading(
        String check, Finding finding, Instant asked, Instant answered, Duration took) {
    public Reading {
        if (answered.isBefore(asked)) {
            throw new IllegalArgumentException(
                    "%s was answered at %s, before it was asked at %s"
                            .formatted(check, answered, asked));
        }
    }
}
