package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Labels;

/// `absent` and `absent_over_time`: 1 where there is nothing.
final class AbsentNode extends Node {

    private final Node child;

    AbsentNode(Node child, Labels labels) {
        this.child = child;
        addSlot(labels);
    }

    @Override
    void compute(Pass pass) {
        child.evaluate(pass);
        doubtful |= child.doubtful;
        values[0] = child.empty() ? 1 : ABSENT;
    }
}
