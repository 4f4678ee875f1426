package dev.holdfast.detector.domain.window;

/// One evaluation.
///
/// @param exact windows are read sample by sample instead of taken from their running aggregates
public record Pass(long now, boolean exact) {}
