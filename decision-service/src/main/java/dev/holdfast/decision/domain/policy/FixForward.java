package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;

import java.time.Duration;
import java.util.Map;

/// How long people may repair what a rollback would end.
///
/// @param atMost the longest estimate by severity; a severity that is missing waits for no repair
/// @param extensions how often an estimate may be extended, each time by at most the same
public record FixForward(Map<Severity, Duration> atMost, int extensions) {
    public static final FixForward DEFAULT =
            new FixForward(
                    Map.of(
                            Severity.P1, Duration.ofMinutes(15),
                            Severity.P2, Duration.ofMinutes(30),
                            Severity.P3, Duration.ofDays(7)),
                    1);

    public FixForward {
        atMost = Map.copyOf(atMost);
    }
}
