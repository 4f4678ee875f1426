package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.promql.TimeShift.Anchor;

import java.util.List;
import java.util.stream.Collectors;

/// Writes an expression in one canonical form: equal texts mean equal expressions.
public final class ExprText {

    private ExprText() {}

    public static String of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral(int _, double value) -> Double.toString(value);
            case Expr.StringLiteral(int _, String value) -> quoted(value);
            case Expr.Selector selector -> matchers(selector) + shift(selector.shift());
            case Expr.Range(int _, Expr.Selector selector, long range) ->
                    matchers(selector)
                            + "["
                            + Durations.text(range)
                            + "]"
                            + shift(selector.shift());
            case Expr.Subquery s ->
                    "("
                            + of(s.expr())
                            + ")["
                            + Durations.text(s.range())
                            + ":"
                            + (s.step() == 0 ? "" : Durations.text(s.step()))
                            + "]"
                            + shift(s.shift());
            case Expr.Aggregation a ->
                    a.op().text()
                            + grouping(a.grouping())
                            + "("
                            + (a.parameter() == null ? "" : of(a.parameter()) + ", ")
                            + of(a.expr())
                            + ")";
            case Expr.Binary b ->
                    "("
                            + of(b.left())
                            + " "
                            + b.op().sign
                            + (b.bool() ? " bool" : "")
                            + matching(b.matching())
                            + " "
                            + of(b.right())
                            + ")";
            case Expr.Negation(int _, Expr inner) -> "-(" + of(inner) + ")";
            case Expr.Call call ->
                    call.function().text()
                            + "("
                            + call.args().stream()
                                    .map(ExprText::of)
                                    .collect(Collectors.joining(", "))
                            + ")";
            case Expr.Paren(int _, Expr inner) -> of(inner);
        };
    }

    private static String quoted(String value) {
        return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private static String matchers(Expr.Selector selector) {
        return selector.matchers().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String shift(TimeShift shift) {
        String at =
                switch (shift.anchor()) {
                    case NONE -> "";
                    case START -> " @ start()";
                    case END -> " @ end()";
                    case TIME -> " @ " + shift.time() / 1000.0;
                };
        return (shift.offset() == 0 ? "" : " offset " + Durations.text(shift.offset()))
                + (shift.anchor() == Anchor.NONE ? "" : at);
    }

    private static String grouping(Grouping grouping) {
        return grouping.equals(Grouping.ALL)
                ? ""
                : (grouping.without() ? " without " : " by ") + names(grouping.labels());
    }

    private static String names(List<String> labels) {
        return "(" + String.join(", ", labels) + ")";
    }

    private static String matching(VectorMatching m) {
        String labels =
                m.on()
                        ? " on " + names(m.labels())
                        : m.labels().isEmpty() ? "" : " ignoring " + names(m.labels());
        return switch (m.cardinality()) {
            case ONE_TO_ONE, MANY_TO_MANY -> labels;
            case MANY_TO_ONE ->
                    (labels.isEmpty() ? " ignoring ()" : labels)
                            + " group_left "
                            + names(m.include());
            case ONE_TO_MANY ->
                    (labels.isEmpty() ? " ignoring ()" : labels)
                            + " group_right "
                            + names(m.include());
        };
    }
}
