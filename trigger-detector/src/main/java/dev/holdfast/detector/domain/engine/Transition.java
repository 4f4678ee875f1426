package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.List;

/// What the engine says about one alert. Times are event time, milliseconds since the epoch.
public sealed interface Transition {

    AlertFacts alert();

    long at();

    /// The alert began to fire; `evidence` is a window of the series it rests on, for a chart.
    record Raised(AlertFacts alert, long at, List<SeriesSamples> evidence) implements Transition {}

    /// The alert still fires: a restatement, every 30 s of event time.
    record Updated(AlertFacts alert, long at) implements Transition {}

    /// The alert no longer fires. `reason` says whether its condition ended or its rule went away.
    record Cleared(AlertFacts alert, long at, ClearReason reason) implements Transition {}

    /// Why an alert cleared.
    enum ClearReason {
        CONDITION_ENDED,
        RULE_REMOVED,
        LIMIT_EXCEEDED
    }
}
