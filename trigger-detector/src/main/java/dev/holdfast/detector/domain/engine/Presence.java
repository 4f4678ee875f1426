package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.promql.AggregationOp;
import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.promql.Grouping;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.promql.VectorMatching;

import java.util.ArrayList;
import java.util.List;

/// Turns the condition of a rule into the question whether it can be judged at all.
final class Presence {
    private static final VectorMatching EITHER =
            new VectorMatching(
                    VectorMatching.Cardinality.MANY_TO_MANY, false, List.of(), List.of());

    private Presence() {}

    /// An expression that yields something as long as any series of the rule speaks. A ratio whose
    /// numerator has no series is no missing data: there are no errors to count, as Prometheus has it.
    static Expr speaking(Expr expr) {
        return switch (expr) {
            case Expr.Paren(int _, Expr inner) -> speaking(inner);
            case Expr.Negation(int _, Expr inner) -> speaking(inner);
            case Expr.Aggregation a ->
                    new Expr.Aggregation(
                            a.at(), a.op(), speaking(a.expr()), a.parameter(), a.grouping());
            case Expr.Binary b when b.op() == BinaryOp.UNLESS -> speaking(b.left());
            case Expr.Binary b when b.left().type() == ValueType.SCALAR -> speaking(b.right());
            case Expr.Binary b when b.right().type() == ValueType.SCALAR -> speaking(b.left());
            case Expr.Binary b ->
                    new Expr.Binary(
                            b.at(),
                            BinaryOp.OR,
                            speaking(b.left()),
                            speaking(b.right()),
                            false,
                            EITHER);
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Selector _,
                    Expr.Range _,
                    Expr.Subquery _,
                    Expr.Call _ ->
                    of(expr);
        };
    }

    /// How many samples each window of the rule holds; for a rule without windows, how many series it selects.
    static List<Expr> samples(Expr expr) {
        var windows = new ArrayList<Expr>();
        collect(expr, true, windows);
        if (windows.isEmpty()) {
            collect(expr, false, windows);
        }
        return windows;
    }

    private static void collect(Expr expr, boolean ranges, List<Expr> counts) {
        if (ranges && expr instanceof Expr.Range range) {
            Expr count = new Expr.Call(range.at(), Function.COUNT_OVER_TIME, List.of(range));
            counts.add(all(AggregationOp.SUM, count));
        } else if (!ranges && expr instanceof Expr.Selector selector) {
            counts.add(all(AggregationOp.COUNT, selector));
        } else {
            expr.children().forEach(inner -> collect(inner, ranges, counts));
        }
    }

    private static Expr all(AggregationOp op, Expr expr) {
        return new Expr.Aggregation(expr.at(), op, expr, null, Grouping.ALL);
    }

    /// The value that the rule compares: the same expression with its comparisons taken out.
    static Expr of(Expr expr) {
        return switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Selector _,
                    Expr.Range _,
                    Expr.Subquery _ ->
                    expr;
            case Expr.Paren(int _, Expr inner) -> of(inner);
            case Expr.Negation(int at, Expr inner) -> new Expr.Negation(at, of(inner));
            case Expr.Aggregation a ->
                    new Expr.Aggregation(a.at(), a.op(), of(a.expr()), a.parameter(), a.grouping());
            case Expr.Binary b -> binary(b);
            case Expr.Call call -> call(call);
        };
    }

    private static Expr binary(Expr.Binary b) {
        if (b.op() == BinaryOp.UNLESS) {
            return of(b.left());
        }
        if (b.filters() && b.right().type() == ValueType.SCALAR) {
            return of(b.left());
        }
        if (b.filters() && b.left().type() == ValueType.SCALAR) {
            return of(b.right());
        }
        return new Expr.Binary(
                b.at(), b.op(), of(b.left()), of(b.right()), b.op().comparison(), b.matching());
    }

    private static Expr call(Expr.Call call) {
        if (call.function() == Function.ABSENT || call.function() == Function.ABSENT_OVER_TIME) {
            Expr one = new Expr.NumberLiteral(call.at(), 1);
            return new Expr.Call(call.at(), Function.VECTOR_OF, List.of(one));
        }
        return new Expr.Call(
                call.at(), call.function(), call.args().stream().map(Presence::of).toList());
    }
}
