package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Labels;

import java.util.function.UnaryOperator;

/// Values as they are under other labels: a negation, `label_replace`, `label_join`.
final class RelabelNode extends Node {

    private final Node child;
    private final UnaryOperator<Labels> relabel;
    private final double factor;

    /// @param factor 1, or -1 to negate
    RelabelNode(Node child, UnaryOperator<Labels> relabel, double factor) {
        this.child = child;
        this.relabel = relabel;
        this.factor = factor;
    }

    @Override
    boolean mayCollide() {
        return true;
    }

    @Override
    void compute(Pass pass) {
        child.evaluate(pass);
        inherit(child);
        for (int i = size(); i < child.size(); i++) {
            addSlot(relabel.apply(child.labels(i)));
        }
        for (int i = 0; i < size(); i++) {
            values[i] = child.present(i) ? factor < 0 ? -child.values[i] : child.values[i] : ABSENT;
        }
    }
}
