package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Labels;

/// `vector(scalar)`, and a scalar where a rule stands on one.
final class NumberNode extends Node {

    private final ScalarSource scalar;

    NumberNode(ScalarSource scalar) {
        this.scalar = scalar;
        addSlot(Labels.EMPTY);
    }

    @Override
    void compute(Pass pass) {
        values[0] = scalar.at(pass);
    }
}
