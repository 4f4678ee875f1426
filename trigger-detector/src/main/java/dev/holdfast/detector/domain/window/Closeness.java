package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.BinaryOp;

/// Says when a rounding error in the last digits could decide something.
final class Closeness {

    private static final double NEAR = 1e-9;
    private static final double CANCELLED = 1e-6;

    private Closeness() {}

    /// Could `op` turn an error of 1e-9 relative of its operands into a visible one?
    static boolean doubtful(BinaryOp op, double left, double right, double result) {
        double scale = Math.max(Math.abs(left), Math.abs(right));
        return switch (op) {
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    Math.abs(left - right) <= NEAR * scale;
            case ADD, SUBTRACT -> Math.abs(result) <= CANCELLED * scale;
            case MODULO, POWER, ATAN2 -> true;
            case MULTIPLY, DIVIDE, AND, OR, UNLESS -> false;
        };
    }
}
