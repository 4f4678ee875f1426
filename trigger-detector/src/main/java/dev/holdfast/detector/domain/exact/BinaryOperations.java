package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.VectorMatching;
import dev.holdfast.detector.domain.promql.VectorMatching.Cardinality;
import dev.holdfast.detector.domain.series.Labels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Arithmetic, comparison and set operators between vectors and numbers.
final class BinaryOperations {

    private final Expr.Binary binary;
    private final Dialect dialect;
    private final BinaryOp op;
    private final VectorMatching matching;
    private final List<Element> results = new ArrayList<>();
    private final Map<Labels, Set<Labels>> matched = new HashMap<>();

    BinaryOperations(Expr.Binary binary, Dialect dialect) {
        this.binary = binary;
        this.dialect = dialect;
        this.op = binary.op();
        this.matching = binary.matching();
    }

    Value apply(Value left, Value right) {
        return switch (new Sides(left, right)) {
            case Sides(Value.Scalar(double l), Value.Scalar(double r)) ->
                    new Value.Scalar(op.calculate(l, r));
            case Sides(Value.Vector(var l), Value.Scalar(double r)) -> withScalar(l, r, false);
            case Sides(Value.Scalar(double l), Value.Vector(var r)) -> withScalar(r, l, true);
            case Sides(Value.Vector(var l), Value.Vector(var r)) ->
                    new Value.Vector(op.set() ? sets(l, r) : vectors(l, r));
            case Sides _ ->
                    throw new IllegalStateException("the type check let " + op.sign + " pass");
        };
    }

    private record Sides(Value left, Value right) {}

    private Value withScalar(List<Element> elements, double scalar, boolean scalarLeft) {
        for (Element element : elements) {
            double left = scalarLeft ? scalar : element.value();
            double right = scalarLeft ? element.value() : scalar;
            if (!binary.filters()) {
                Labels labels =
                        binary.dropsName(dialect)
                                ? element.labels().withoutName()
                                : element.labels();
                results.add(new Element(labels, op.calculate(left, right)));
            } else if (op.holds(left, right)) {
                results.add(element);
            }
        }
        return new Value.Vector(results);
    }

    private List<Element> sets(List<Element> left, List<Element> right) {
        Set<Labels> wanted = new HashSet<>();
        (op == BinaryOp.OR ? left : right)
                .forEach(element -> wanted.add(matching.signature(element.labels())));
        if (op == BinaryOp.OR) {
            results.addAll(left);
        }
        for (Element element : op == BinaryOp.OR ? right : left) {
            if (wanted.contains(matching.signature(element.labels())) == (op == BinaryOp.AND)) {
                results.add(element);
            }
        }
        return results;
    }

    private List<Element> vectors(List<Element> left, List<Element> right) {
        if (left.isEmpty() || right.isEmpty()) {
            return results;
        }
        boolean swapped = matching.cardinality() == Cardinality.ONE_TO_MANY;
        List<Element> many = swapped ? right : left;
        Map<Labels, Element> ones = new HashMap<>();
        for (Element one : swapped ? left : right) {
            Labels signature = matching.signature(one.labels());
            Element twin = ones.putIfAbsent(signature, one);
            if (twin != null) {
                throw new EvaluationException(
                        "found duplicate series for the match group %s on the %s hand-side of the operation: [%s, %s]; many-to-many matching not allowed: matching labels must be unique on one side"
                                .formatted(
                                        signature,
                                        swapped ? "left" : "right",
                                        one.labels(),
                                        twin.labels()));
            }
        }
        for (Element element : many) {
            Labels signature = matching.signature(element.labels());
            Element one = ones.get(signature);
            if (one != null) {
                pair(element, one, signature, swapped);
            }
        }
        return results;
    }

    private void pair(Element many, Element one, Labels signature, boolean swapped) {
        double left = swapped ? one.value() : many.value();
        double right = swapped ? many.value() : one.value();
        boolean kept = !binary.filters() || op.holds(left, right);
        if (!kept && dialect == Dialect.PROMQL_2) {
            return;
        }
        Labels labels = matching.result(many.labels(), one.labels(), binary.dropsName(dialect));
        Set<Labels> before = matched.computeIfAbsent(signature, _ -> new HashSet<>());
        if (matching.cardinality() == Cardinality.ONE_TO_ONE && !before.isEmpty()) {
            throw new EvaluationException(
                    "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)");
        }
        if (!before.add(labels)) {
            throw new EvaluationException(
                    "multiple matches for labels: grouping labels must ensure unique matches");
        }
        if (kept) {
            results.add(new Element(labels, binary.filters() ? left : op.calculate(left, right)));
        }
    }
}
