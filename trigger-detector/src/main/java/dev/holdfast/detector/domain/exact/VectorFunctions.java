package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Function;

import java.util.function.DoubleUnaryOperator;

/// The functions that take each number for itself.
public final class VectorFunctions {

    private static final double LN2_BY_LN10 = 0.3010299956639812;
    private static final double INVERSE_LN2 = 1.4426950408889634;

    private VectorFunctions() {}

    /// The function of one number for `function`; `p` are its scalar arguments.
    public static DoubleUnaryOperator of(Function function, double... p) {
        return switch (function) {
            case ABS -> Math::abs;
            case CEIL -> Math::ceil;
            case FLOOR -> Math::floor;
            case EXP -> Math::exp;
            case LN -> Math::log;
            case LOG2 -> VectorFunctions::log2;
            case LOG10 -> value -> log2(value) * LN2_BY_LN10;
            case SQRT -> Math::sqrt;
            case SGN -> value -> value < 0 ? -1 : value > 0 ? 1 : value;
            case SIN -> Math::sin;
            case COS -> Math::cos;
            case TAN -> Math::tan;
            case ASIN -> Math::asin;
            case ACOS -> Math::acos;
            case ATAN -> Math::atan;
            case SINH -> Math::sinh;
            case COSH -> Math::cosh;
            case TANH -> Math::tanh;
            case ASINH -> VectorFunctions::asinh;
            case ACOSH -> value -> Math.log(value + Math.sqrt(value * value - 1));
            case ATANH -> value -> 0.5 * Math.log1p(2 * value / (1 - value));
            case DEG -> value -> value * 180 / Math.PI;
            case RAD -> value -> value * Math.PI / 180;
            case ROUND -> rounding(p.length > 0 ? p[0] : 1);
            case CLAMP -> value -> greater(p[0], less(p[1], value));
            case CLAMP_MIN -> value -> greater(p[0], value);
            case CLAMP_MAX -> value -> less(p[0], value);
            default -> value -> GoDates.of(function, value);
        };
    }

    private static DoubleUnaryOperator rounding(double nearest) {
        double inverse = 1.0 / nearest;
        return value -> Math.floor(value * inverse + 0.5) / inverse;
    }

    private static double asinh(double value) {
        double size = Math.abs(value);
        double result =
                size > 0x1p28
                        ? Math.log(size) + Math.log(2)
                        : Math.log1p(size + size * size / (1 + Math.sqrt(size * size + 1)));
        return Double.isInfinite(value) ? value : Math.copySign(result, value);
    }

    /// Exact for powers of two, as Go's is.
    private static double log2(double value) {
        if (!(value > 0) || Double.isInfinite(value) || value < Double.MIN_NORMAL) {
            return Math.log(value) * INVERSE_LN2;
        }
        int exponent = Math.getExponent(value) + 1;
        double fraction = value / Math.scalb(1.0, exponent - 1) / 2;
        return fraction == 0.5 ? exponent - 1 : exponent + Math.log(fraction) * INVERSE_LN2;
    }

    /// Go's maximum: an infinity wins even over NaN.
    private static double greater(double a, double b) {
        return a == Double.POSITIVE_INFINITY || b == Double.POSITIVE_INFINITY
                ? Double.POSITIVE_INFINITY
                : Math.max(a, b);
    }

    private static double less(double a, double b) {
        return a == Double.NEGATIVE_INFINITY || b == Double.NEGATIVE_INFINITY
                ? Double.NEGATIVE_INFINITY
                : Math.min(a, b);
    }
}
