package dev.holdfast.detector.flow.intake;

import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.Map;

/// Samples of one series on their way in.
///
/// @param about labels beyond the series' own by which it may be matched, such as resource attributes
/// @param delta whether the values are increments since the sample before
public record Measured(SeriesSamples samples, Map<String, String> about, boolean delta) {
    public static Measured of(SeriesSamples samples) {
        return new Measured(samples, Map.of(), false);
    }
}
