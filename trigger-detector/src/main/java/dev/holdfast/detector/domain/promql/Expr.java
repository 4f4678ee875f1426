package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.series.LabelMatcher;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The syntax tree of PromQL. `at` is the offset in the text; times and durations are milliseconds.
public sealed interface Expr {

    int at();

    ValueType type();

    record NumberLiteral(int at, double value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.SCALAR;
        }
    }

    record StringLiteral(int at, String value) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.STRING;
        }
    }

    /// `name{matchers} offset … @ …`; the name is one of the matchers.
    record Selector(int at, List<LabelMatcher> matchers, TimeShift shift) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    /// `selector[range]`.
    record Range(int at, Selector selector, long range) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    /// `expr[range:step]`; a step of 0 means the default.
    record Subquery(int at, Expr expr, long range, long step, TimeShift shift) implements Expr {
        @Override
        public ValueType type() {
            return ValueType.MATRIX;
        }
    }

    record Aggregation(
            int at, AggregationOp op, Expr expr, @Nullable Expr parameter, Grouping grouping)
            implements Expr {
        @Override
        public ValueType type() {
            return ValueType.VECTOR;
        }
    }

    record Binary(int at, BinaryOp op, Expr left, Expr right, boolean bool, VectorMatching matching)
            implements Expr {
        @Override
        public ValueType type() {
            return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
                    ? ValueType.SCALAR
                    : ValueType.VECTOR;
        }

        /// Keeps or drops elements, rather than computing new values.
        public boolean filters() {
            return op.comparison() && !bool;
        }

        /// Whether the result loses its metric name; Prometheus 2 forgot `atan2`.
        public boolean dropsName(Dialect dialect) {
            return !filters() && !(op == BinaryOp.ATAN2 && dialect == Dialect.PROMQL_2);
        }
    }

    record Negation(int at, Expr expr) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }
    }

    record Call(int at, Function function, List<Expr> args) implements Expr {
        @Override
        public ValueType type() {
            return function.result();
        }
    }

    record Paren(int at, Expr expr) implements Expr {
        @Override
        public ValueType type() {
            return expr.type();
        }
    }

    /// The expression without the parentheses around it.
    default Expr bare() {
        Expr expr = this;
        while (expr instanceof Paren paren) {
            expr = paren.expr();
        }
        return expr;
    }

    /// The expressions directly inside this one, in the order of the text.
    default List<Expr> children() {
        return switch (this) {
            case NumberLiteral _, StringLiteral _, Selector _ -> List.of();
            case Range range -> List.of(range.selector());
            case Subquery subquery -> List.of(subquery.expr());
            case Aggregation a ->
                    a.parameter() == null ? List.of(a.expr()) : List.of(a.parameter(), a.expr());
            case Binary binary -> List.of(binary.left(), binary.right());
            case Negation negation -> List.of(negation.expr());
            case Call call -> call.args();
            case Paren paren -> List.of(paren.expr());
        };
    }
}
