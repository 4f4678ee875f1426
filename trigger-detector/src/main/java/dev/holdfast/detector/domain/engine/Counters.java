package dev.holdfast.detector.domain.engine;

/// What the engine did since it was made, for metrics.
///
/// @param late samples that came too late to count
/// @param repeated samples that were there already
/// @param refused samples of series beyond the limit
public record Counters(
        long samples, long late, long repeated, long refused, long series, long evaluations) {}
