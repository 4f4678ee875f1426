package dev.holdfast.detector.domain.engine;

/// What the engine did since it was made, for metrics.
///
/// @param late samples not newer than the last of their series, dropped
/// @param refused samples of series beyond the limit
public record Counters(long samples, long late, long refused, long series, long evaluations) {}
