package dev.holdfast.detector.flow.stream;

import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.List;

/// A checkpoint: with the blocks it is all that came before.
///
/// @param rules that were current
/// @param engine the engine's own state; empty before it had one
/// @param totals what increments have added up to, one sample a series
/// @param at the clock of the log
@SuppressWarnings("ArrayRecordComponent") // opaque, never compared
public record Frozen(Arrival.PackSwitch rules, byte[] engine, List<SeriesSamples> totals, long at) {
    public Frozen {
        totals = List.copyOf(totals);
    }
}
