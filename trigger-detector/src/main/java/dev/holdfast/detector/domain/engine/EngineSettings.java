package dev.holdfast.detector.domain.engine;

import java.time.Duration;

/// How one system/environment is evaluated.
///
/// @param lateness how long after newer samples a sample may still arrive; default 0 s
/// @param every the least event time between two evaluations; default 100 ms
/// @param retention how long samples are kept; the engine keeps more if a rule looks further back
/// @param restate how often a raised alert is said again; default 30 s
/// @param maxSeries series beyond this are refused and counted
public record EngineSettings(
        Duration lateness, Duration every, Duration retention, Duration restate, int maxSeries) {

    public static final EngineSettings DEFAULTS =
            new EngineSettings(
                    Duration.ZERO,
                    Duration.ofMillis(100),
                    Duration.ofHours(2),
                    Duration.ofSeconds(30),
                    1_000_000);

    public EngineSettings {
        if (lateness.isNegative()
                || every.toMillis() < 1
                || restate.toMillis() < 1
                || maxSeries < 1) {
            throw new IllegalArgumentException(
                    "lateness %s, every %s, restate %s, maxSeries %d: lateness must not be negative and the others be positive"
                            .formatted(lateness, every, restate, maxSeries));
        }
    }

    public EngineSettings withLateness(Duration lateness) {
        return new EngineSettings(lateness, every, retention, restate, maxSeries);
    }

    public EngineSettings withEvery(Duration every) {
        return new EngineSettings(lateness, every, retention, restate, maxSeries);
    }
}
