package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.Element;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.Value;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.series.Labels;

import java.util.HashMap;
import java.util.Map;

/// What has no incremental form is evaluated plainly.
final class ExactNode extends Node {

    private final ExactEvaluator evaluator;
    private final Expr expr;
    private final Map<Labels, Integer> slots = new HashMap<>();

    ExactNode(ExactEvaluator evaluator, Expr expr) {
        this.evaluator = evaluator;
        this.expr = expr;
    }

    @Override
    void compute(Pass pass) {
        clear();
        switch (evaluator.at(expr, pass.now())) {
            case Value.Vector(var elements) -> {
                for (Element element : elements) {
                    Integer slot = slots.get(element.labels());
                    if (slot == null) {
                        slot = addSlot(element.labels());
                        slots.put(element.labels(), slot);
                    }
                    values[slot] = element.value();
                }
            }
            case Value.Scalar _, Value.Text _, Value.Matrix _ ->
                    throw new IllegalStateException("a plan of something that is no vector");
        }
    }
}
