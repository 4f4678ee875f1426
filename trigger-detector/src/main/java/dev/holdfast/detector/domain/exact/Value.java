package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.List;

/// What an expression yields at one time.
public sealed interface Value {

    record Scalar(double value) implements Value {}

    record Text(String text) implements Value {}

    record Vector(List<Element> elements) implements Value {}

    record Matrix(List<SeriesSamples> series) implements Value {}
}
