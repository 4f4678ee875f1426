package dev.holdfast.detector.domain.series;

/// One value at one time, milliseconds since the epoch.
public record Point(long at, double value) {}
