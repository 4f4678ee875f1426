package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.series.Labels;

/// One element of a vector.
public record Element(Labels labels, double value) {

    Element withoutName(double newValue) {
        return new Element(labels.withoutName(), newValue);
    }
}
