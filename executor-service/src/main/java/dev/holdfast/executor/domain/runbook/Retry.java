package dev.holdfast.executor.domain.runbook;

import java.time.Duration;

/// How often a way of doing a step is tried, and the pause in between.
///
/// @param attempts 1 to 1000
public record Retry(int attempts, Duration pause) {
    public static final Retry ONCE = new Retry(1, Duration.ofSeconds(1));
    public static final int MOST = 1000;

    public Retry {
        if (attempts < 1 || attempts > MOST) {
            throw new IllegalArgumentException(
                    "A step is tried 1 to %d times, not %d".formatted(MOST, attempts));
        }
    }
}
