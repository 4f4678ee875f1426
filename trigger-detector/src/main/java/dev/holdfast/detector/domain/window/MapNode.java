package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.VectorFunctions;
import dev.holdfast.detector.domain.promql.Function;

import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;

/// A function of each number for itself; the metric name is lost.
final class MapNode extends Node {

    /// Where a last digit cannot grow into more than that.
    private static final Set<Function> SMOOTH =
            Set.of(
                    Function.ABS,
                    Function.SQRT,
                    Function.CLAMP,
                    Function.CLAMP_MIN,
                    Function.CLAMP_MAX,
                    Function.DEG,
                    Function.RAD,
                    Function.ATAN,
                    Function.TANH);

    private final Node child;
    private final Function function;
    private final List<ScalarSource> parameters;

    MapNode(Node child, Function function, List<ScalarSource> parameters) {
        this.child = child;
        this.function = function;
        this.parameters = parameters;
    }

    @Override
    boolean mayCollide() {
        return true;
    }

    @Override
    void compute(Pass pass) {
        child.evaluate(pass);
        inherit(child);
        doubtful |= child.inexact && !SMOOTH.contains(function);
        for (int i = size(); i < child.size(); i++) {
            addSlot(child.labels(i).withoutName());
        }
        double[] numbers =
                parameters.stream().mapToDouble(parameter -> parameter.at(pass)).toArray();
        if (function == Function.CLAMP && numbers[1] < numbers[0]) {
            clear();
            return;
        }
        DoubleUnaryOperator operator = VectorFunctions.of(function, numbers);
        for (int i = 0; i < size(); i++) {
            values[i] = child.present(i) ? operator.applyAsDouble(child.values[i]) : ABSENT;
        }
    }
}
