package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.rules.AlertState;
import dev.holdfast.detector.domain.series.Labels;

/// One alert of one rule while it is not inactive.
final class Alert {

    final Labels labels;

    /// The labels of the element that the expression yielded, for templates.
    Labels source;

    /// The newest value that is exact to the bit: what leaves the engine.
    double value;

    /// The newest value, perhaps off in its last digits.
    double seen;

    AlertState state = new AlertState.Inactive();

    /// When it was last seen.
    long seenAt;

    /// When it was last raised or said again.
    long saidAt;

    /// The element of this evaluation, or -1.
    int slot = -1;

    Alert(Labels labels, Labels source) {
        this.labels = labels;
        this.source = source;
    }
}
