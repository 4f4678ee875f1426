package dev.holdfast.detector.domain.differential;

import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.promql.VectorMatching;

import java.util.Random;
import java.util.Set;

/// Moves what exp, ln, log2, log10, ^ and atan2 yield by some last digits: Go and Java round them differently.
final class LastDigits {

    /// The digits next to 1 are this far apart below it; above they are twice as far.
    private static final double HALF_ULP = 0x1p-53;

    private static final Set<Function> ROUNDED =
            Set.of(Function.EXP, Function.LN, Function.LOG2, Function.LOG10);

    private final Random random;

    LastDigits(Random random) {
        this.random = random;
    }

    /// Whether there is anything to move.
    static boolean in(Expr expr) {
        return rounded(expr) || expr.children().stream().anyMatch(LastDigits::in);
    }

    private static boolean rounded(Expr expr) {
        return switch (expr) {
            case Expr.Call call -> ROUNDED.contains(call.function());
            case Expr.Binary b -> b.op() == BinaryOp.POWER || b.op() == BinaryOp.ATAN2;
            default -> false;
        };
    }

    Expr moved(Expr expr) {
        Expr inside =
                switch (expr) {
                    case Expr.Paren(int at, Expr inner) -> new Expr.Paren(at, moved(inner));
                    case Expr.Negation(int at, Expr inner) -> new Expr.Negation(at, moved(inner));
                    case Expr.Aggregation(int at, var op, Expr inner, Expr parameter, var group) ->
                            new Expr.Aggregation(at, op, moved(inner), parameter, group);
                    case Expr.Call(int at, var function, var args) ->
                            new Expr.Call(at, function, args.stream().map(this::moved).toList());
                    case Expr.Subquery(int at, Expr inner, long range, long step, var shift) ->
                            new Expr.Subquery(at, moved(inner), range, step, shift);
                    case Expr.Binary binary -> binary(binary);
                    case Expr.NumberLiteral _,
                            Expr.StringLiteral _,
                            Expr.Selector _,
                            Expr.Range _ ->
                            expr;
                };
        boolean atan2 = inside instanceof Expr.Binary b && b.op() == BinaryOp.ATAN2;
        return rounded(inside) && (!atan2 || random.nextBoolean()) ? byDigits(inside) : inside;
    }

    /// Under Prometheus 2 `atan2` keeps the name of its left side, which moving the result would lose; so now and then
    /// an operand is moved only.
    private Expr binary(Expr.Binary b) {
        Expr left = moved(b.left());
        Expr right = moved(b.right());
        if (b.op() == BinaryOp.ATAN2) {
            boolean leftOnly = left.type() == ValueType.SCALAR && right.type() != ValueType.SCALAR;
            left = leftOnly ? byDigits(left) : left;
            right = leftOnly ? right : byDigits(right);
        }
        return new Expr.Binary(b.at(), b.op(), left, right, b.bool(), b.matching());
    }

    private Expr byDigits(Expr expr) {
        double factor = 1 - HALF_ULP * Math.rint(Math.abs(random.nextGaussian()) * 8);
        return new Expr.Binary(
                expr.at(),
                random.nextBoolean() ? BinaryOp.MULTIPLY : BinaryOp.DIVIDE,
                expr,
                new Expr.NumberLiteral(expr.at(), factor),
                false,
                VectorMatching.DEFAULT);
    }
}
