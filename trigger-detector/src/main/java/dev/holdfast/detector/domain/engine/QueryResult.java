package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.Point;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.List;

/// An answer of the Prometheus HTTP query API.
public sealed interface QueryResult {

    record Scalar(Point point) implements QueryResult {}

    record Text(long at, String text) implements QueryResult {}

    record Vector(long at, List<Sample> samples) implements QueryResult {}

    record Matrix(List<SeriesSamples> series) implements QueryResult {}

    /// One element of a vector.
    record Sample(Labels labels, double value) {}
}
