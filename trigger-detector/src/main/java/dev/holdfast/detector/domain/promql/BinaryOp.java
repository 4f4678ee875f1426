package dev.holdfast.detector.domain.promql;

import java.util.Locale;
import java.util.Optional;

/// The binary operators. A higher `precedence` binds tighter.
public enum BinaryOp {
    OR("or", 1),
    AND("and", 2),
    UNLESS("unless", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_OR_EQUAL(">=", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    MODULO("%", 5),
    ATAN2("atan2", 5),
    POWER("^", 6);

    public final String sign;
    final int precedence;

    BinaryOp(String sign, int precedence) {
        this.sign = sign;
        this.precedence = precedence;
    }

    public boolean comparison() {
        return precedence == 3;
    }

    public boolean set() {
        return precedence <= 2;
    }

    public double calculate(double left, double right) {
        return switch (this) {
            case ADD -> left + right;
            case SUBTRACT -> left - right;
            case MULTIPLY -> left * right;
            case DIVIDE -> left / right;
            case MODULO -> left % right;
            case POWER -> GoPower.of(left, right);
            case ATAN2 -> Math.atan2(left, right);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    holds(left, right) ? 1 : 0;
            case AND, OR, UNLESS ->
                    throw new IllegalArgumentException(sign + " works on sets, not on numbers");
        };
    }

    public boolean holds(double left, double right) {
        return switch (this) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
            default -> throw new IllegalArgumentException(sign + " does not compare");
        };
    }

    static Optional<BinaryOp> named(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        for (BinaryOp op : values()) {
            if (op.sign.equals(lower)) {
                return Optional.of(op);
            }
        }
        return Optional.empty();
    }
}
