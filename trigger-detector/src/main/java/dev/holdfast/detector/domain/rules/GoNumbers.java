package dev.holdfast.detector.domain.rules;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Go's `fmt` writes them, so that messages read as they did under Prometheus.
public final class GoNumbers {

    private static final int SHORTEST_LIMIT = 6;

    private GoNumbers() {}

    /// `%v`: the shortest digits, with an exponent from 1e+06 up and from 1e-05 down.
    public static String shortest(double value) {
        return special(value) ? named(value) : general(exact(value), SHORTEST_LIMIT);
    }

    /// `%.{precision}g`.
    static String significant(double value, int precision) {
        if (special(value)) {
            return named(value);
        }
        int digits = Math.max(1, precision);
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        return general(rounded, digits);
    }

    /// `%.{precision}f`.
    static String fixed(double value, int precision) {
        return special(value)
                ? named(value)
                : new BigDecimal(value).setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    }

    /// `%.{precision}e`.
    static String scientific(double value, int precision) {
        if (special(value)) {
            return named(value);
        }
        BigDecimal rounded =
                new BigDecimal(value).round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
        return withExponent(rounded, precision);
    }

    private static boolean special(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String named(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    private static BigDecimal exact(double value) {
        return new BigDecimal(Double.toString(value));
    }

    private static String general(BigDecimal number, int limit) {
        if (number.signum() == 0) {
            return "0";
        }
        BigDecimal stripped = number.stripTrailingZeros();
        int exponent = stripped.precision() - stripped.scale() - 1;
        if (exponent < -4 || exponent >= limit) {
            return withExponent(stripped, stripped.precision() - 1);
        }
        return stripped.toPlainString();
    }

    private static String withExponent(BigDecimal number, int decimals) {
        int exponent = number.signum() == 0 ? 0 : number.precision() - number.scale() - 1;
        String mantissa =
                number.movePointLeft(exponent)
                        .setScale(decimals, RoundingMode.HALF_EVEN)
                        .toPlainString();
        return "%se%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
