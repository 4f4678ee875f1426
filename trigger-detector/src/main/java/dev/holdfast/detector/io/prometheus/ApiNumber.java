package dev.holdfast.detector.io.prometheus;

import dev.holdfast.detector.domain.template.GoNumbers;

import java.math.BigDecimal;
import java.util.Locale;

/// Numbers as the HTTP API of Prometheus writes them: the shortest digits that mean the same value.
final class ApiNumber {
    private static final double LEAST_PLAIN = 1e-6;
    private static final double MOST_PLAIN = 1e21;

    private ApiNumber() {}

    /// Of a sample: plain digits from 1e-6 to 1e21, with an exponent beyond.
    static String sample(double value) {
        double size = Math.abs(value);
        if (value == 0) {
            return 1 / value < 0 ? "-0" : "0";
        }
        if (!Double.isFinite(value)) {
            return GoNumbers.shortest(value);
        }
        return size < LEAST_PLAIN || size >= MOST_PLAIN
                ? alert(value)
                : shortest(value).toPlainString();
    }

    /// Of an alert: always with an exponent of at least two digits.
    static String alert(double value) {
        if (!Double.isFinite(value)) {
            return GoNumbers.shortest(value);
        }
        BigDecimal digits = shortest(value);
        int exponent = value == 0 ? 0 : digits.precision() - digits.scale() - 1;
        String sign = value == 0 && 1 / value < 0 ? "-" : "";
        return sign
                + digits.movePointLeft(exponent).stripTrailingZeros().toPlainString()
                + String.format(
                        Locale.ROOT, "e%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
    }

    private static BigDecimal shortest(double value) {
        return new BigDecimal(Double.toString(value)).stripTrailingZeros();
    }
}
