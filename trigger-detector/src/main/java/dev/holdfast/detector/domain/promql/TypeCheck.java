package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.promql.VectorMatching.Cardinality;
import dev.holdfast.detector.domain.series.Re2;

import java.util.List;
import java.util.regex.PatternSyntaxException;

/// Refuses expressions whose parts do not fit, before anything is evaluated.
final class TypeCheck {

    private final String text;

    TypeCheck(String text) {
        this.text = text;
    }

    void check(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral _,
                    Expr.StringLiteral _,
                    Expr.Selector _,
                    Expr.Range _,
                    Expr.Paren _ -> {}
            case Expr.Subquery subquery -> expect(subquery.expr(), ValueType.VECTOR, "subquery");
            case Expr.Aggregation aggregation -> aggregation(aggregation);
            case Expr.Binary binary -> binary(binary);
            case Expr.Negation n -> {
                if (n.expr().type() != ValueType.SCALAR && n.expr().type() != ValueType.VECTOR) {
                    throw error(
                            n,
                            "unary expression only allowed on expressions of type scalar or instant vector, got "
                                    + n.expr().type().words);
                }
            }
            case Expr.Call call -> call(call);
        }
        expr.children().forEach(this::check);
    }

    private void aggregation(Expr.Aggregation aggregation) {
        expect(aggregation.expr(), ValueType.VECTOR, "aggregation expression");
        Expr parameter = aggregation.parameter();
        if (parameter != null) {
            expect(parameter, aggregation.op().parameter().orElseThrow(), "aggregation parameter");
        }
    }

    private void binary(Expr.Binary binary) {
        BinaryOp op = binary.op();
        for (Expr side : List.of(binary.left(), binary.right())) {
            if (side.type() != ValueType.SCALAR && side.type() != ValueType.VECTOR) {
                throw error(
                        side,
                        "binary expression must contain only scalar and instant vector types");
            }
            if (op.set() && side.type() == ValueType.SCALAR) {
                throw error(
                        binary,
                        "set operator \"" + op.sign + "\" not allowed in binary scalar expression");
            }
        }
        if (binary.bool() && !op.comparison()) {
            throw error(binary, "bool modifier can only be used on comparison operators");
        }
        boolean scalar =
                binary.left().type() == ValueType.SCALAR
                        || binary.right().type() == ValueType.SCALAR;
        if (op.comparison() && !binary.bool() && binary.type() == ValueType.SCALAR) {
            throw error(binary, "comparisons between scalars must use BOOL modifier");
        }
        VectorMatching matching = binary.matching();
        boolean matched =
                !matching.labels().isEmpty()
                        || matching.cardinality() == Cardinality.MANY_TO_ONE
                        || matching.cardinality() == Cardinality.ONE_TO_MANY;
        if (scalar && matched) {
            throw error(binary, "vector matching only allowed between instant vectors");
        }
    }

    private void call(Expr.Call call) {
        Function function = call.function();
        int count = call.args().size();
        if (count < function.least() || count > function.most()) {
            String expected =
                    function.least() == function.most()
                            ? "expected " + function.least()
                            : count < function.least()
                                    ? "expected at least " + function.least()
                                    : "expected at most " + function.most();
            throw error(
                    call,
                    expected + " argument(s) in call to \"" + function.text() + "\", got " + count);
        }
        for (int i = 0; i < count; i++) {
            expect(
                    call.args().get(i),
                    function.argument(i),
                    "call to function \"" + function.text() + "\"");
        }
        switch (function) {
            case LABEL_REPLACE -> {
                label(call.args().get(1), true);
                regex(call.args().get(4));
            }
            case LABEL_JOIN -> label(call.args().get(1), true);
            case MANN_WHITNEY -> confidence(call.args().get(2));
            default -> {}
        }
    }

    private void confidence(Expr argument) {
        if (argument.bare() instanceof Expr.NumberLiteral(int _, double value)
                && !(value >= 0.5 && value < 1)) {
            throw error(argument, "a confidence lies between 0.5 and 1, such as 0.98");
        }
    }

    private void label(Expr argument, boolean destination) {
        if (argument.bare() instanceof Expr.StringLiteral(int _, String name)
                && destination
                && !name.matches("[a-zA-Z_][a-zA-Z0-9_]*")) {
            throw error(argument, "invalid destination label name: \"" + name + "\"");
        }
    }

    private void regex(Expr argument) {
        if (argument.bare() instanceof Expr.StringLiteral(int _, String pattern)) {
            try {
                Re2.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw error(
                        argument,
                        "invalid regular expression in label_replace(): " + e.getDescription());
            }
        }
    }

    private void expect(Expr expr, ValueType wanted, String where) {
        if (expr.type() != wanted) {
            throw error(
                    expr,
                    "expected type "
                            + wanted.words
                            + " in "
                            + where
                            + ", got "
                            + expr.type().words);
        }
    }

    private PromqlException error(Expr expr, String problem) {
        return new PromqlException(text, expr.at(), problem);
    }
}
