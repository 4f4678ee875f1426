package dev.holdfast.detector.domain.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Numbers as Go's `strconv.FormatFloat` writes them, so that messages read as they did under Prometheus.
public final class GoNumbers {

    private static final int SHORTEST_LIMIT = 6;
    private static final int MANTISSA_BITS = 52;
    private static final int HEX_DIGITS = MANTISSA_BITS / 4;

    private GoNumbers() {}

    /// `%v`: the shortest digits, with an exponent from 1e+06 up and from 1e-05 down.
    public static String shortest(double value) {
        return special(value) ? named(value) : signed(value, general(exact(value), SHORTEST_LIMIT));
    }

    /// `%.{precision}g`.
    static String significant(double value, int precision) {
        if (special(value)) {
            return named(value);
        }
        int digits = Math.max(1, precision);
        return signed(value, general(rounded(value, digits), digits));
    }

    /// `%.{precision}f`.
    static String fixed(double value, int precision) {
        return special(value)
                ? named(value)
                : signed(
                        value,
                        new BigDecimal(Math.abs(value))
                                .setScale(precision, RoundingMode.HALF_EVEN)
                                .toPlainString());
    }

    /// `%.{precision}e`.
    static String scientific(double value, int precision) {
        return special(value)
                ? named(value)
                : signed(value, withExponent(rounded(value, precision + 1), precision));
    }

    /// `%x`; the shortest digits where `precision` is negative.
    static String hexadecimal(double value, int precision) {
        if (special(value)) {
            return named(value);
        }
        if (value == 0) {
            String zeros = precision > 0 ? "." + "0".repeat(precision) : "";
            return signed(value, "0x0" + zeros + "p+00");
        }
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        long bits = (long) Math.scalb(Math.abs(value), MANTISSA_BITS - exponent);
        while (bits < 1L << MANTISSA_BITS) {
            bits <<= 1;
            exponent--;
        }
        if (precision >= 0 && precision < HEX_DIGITS) {
            int dropped = 4 * (HEX_DIGITS - precision);
            long unit = 1L << dropped;
            long rest = bits & (unit - 1);
            bits -= rest;
            boolean up = rest > unit / 2 || (rest == unit / 2 && (bits & unit) != 0);
            bits += up ? unit : 0;
            if (bits >= 1L << (MANTISSA_BITS + 1)) {
                bits >>= 1;
                exponent++;
            }
        }
        String digits = "%013x".formatted(bits & ((1L << MANTISSA_BITS) - 1));
        String shown =
                precision < 0
                        ? digits.replaceAll("0+$", "")
                        : (digits + "0".repeat(Math.max(0, precision - HEX_DIGITS)))
                                .substring(0, precision);
        return signed(
                value,
                "0x1%s%sp%s%02d"
                        .formatted(
                                shown.isEmpty() ? "" : ".",
                                shown,
                                exponent < 0 ? "-" : "+",
                                Math.abs(exponent)));
    }

    /// `%b`.
    static String binary(double value) {
        if (special(value)) {
            return named(value);
        }
        long bits = Double.doubleToRawLongBits(value);
        long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
        int biased = (int) (bits >> MANTISSA_BITS & 0x7ff);
        mantissa |= biased == 0 ? 0 : 1L << MANTISSA_BITS;
        int exponent = Math.max(1, biased) - Double.MAX_EXPONENT - MANTISSA_BITS;
        return signed(value, "%dp%s%d".formatted(mantissa, exponent < 0 ? "" : "+", exponent));
    }

    static boolean special(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    private static String named(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }

    /// Even a zero has its sign.
    private static String signed(double value, String digits) {
        boolean negative = Double.doubleToRawLongBits(value) < 0;
        return negative ? "-" + digits : digits;
    }

    private static BigDecimal exact(double value) {
        return new BigDecimal(Double.toString(Math.abs(value)));
    }

    private static BigDecimal rounded(double value, int digits) {
        return new BigDecimal(Math.abs(value))
                .round(new MathContext(digits, RoundingMode.HALF_EVEN));
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
