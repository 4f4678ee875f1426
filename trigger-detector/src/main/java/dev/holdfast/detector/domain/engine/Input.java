package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.List;

/// What one key of `holdfast.samples` can carry, in the order of the log.
public sealed interface Input {

    /// Samples that arrived together. Their order inside the batch does not matter.
    record Batch(List<SeriesSamples> series) implements Input {}

    /// The intake's clock, ten times a second, milliseconds since the epoch.
    record Tick(long at) implements Input {}

    /// One accepted signal. It becomes the series `holdfast_signals_total{type=…, …}` (a count) and
    /// `holdfast_signal_last_seconds{…}`. A repeated id changes nothing.
    record Signal(String id, String type, Labels labels, long at) implements Input {}

    /// New rules from here on. Alerts whose group, name and expression stay are carried over.
    record PackSwitch(RulePack pack) implements Input {}
}
