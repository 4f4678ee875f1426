package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;

/// An operator between a vector and a number.
final class WithScalarNode extends Node {

    private final Node child;
    private final ScalarSource scalar;
    private final BinaryOp op;
    private final boolean filters;
    private final boolean dropsName;
    private final boolean scalarLeft;

    WithScalarNode(
            Node child,
            ScalarSource scalar,
            Expr.Binary binary,
            boolean scalarLeft,
            Dialect dialect) {
        this.child = child;
        this.scalar = scalar;
        this.op = binary.op();
        this.filters = binary.filters();
        this.dropsName = binary.dropsName(dialect);
        this.scalarLeft = scalarLeft;
    }

    @Override
    boolean mayCollide() {
        return dropsName;
    }

    @Override
    void compute(Pass pass) {
        child.evaluate(pass);
        inherit(child);
        for (int i = size(); i < child.size(); i++) {
            addSlot(dropsName ? child.labels(i).withoutName() : child.labels(i));
        }
        double number = scalar.at(pass);
        for (int i = 0; i < size(); i++) {
            if (!child.present(i)) {
                values[i] = ABSENT;
                continue;
            }
            double left = scalarLeft ? number : child.values[i];
            double right = scalarLeft ? child.values[i] : number;
            double result = op.calculate(left, right);
            doubtful |= child.inexact && Closeness.doubtful(op, left, right, result);
            values[i] = !filters ? result : result != 0 ? child.values[i] : ABSENT;
        }
    }
}
