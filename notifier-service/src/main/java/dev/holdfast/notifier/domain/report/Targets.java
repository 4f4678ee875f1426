package dev.holdfast.notifier.domain.report;

import java.time.Duration;

/// How long each part of an answer may take; the figures of the procedures where a pack says none.
///
/// @param detect from the break to the trigger
/// @param decide from the trigger to the order
/// @param rollBack from the order to the end of the rollback
/// @param verify from there to the proof
public record Targets(Duration detect, Duration decide, Duration rollBack, Duration verify) {
    public static final Targets STANDARD =
            new Targets(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10));
}
