package dev.holdfast.detector.domain.ruletest;

import java.math.BigDecimal;

/// Numbers as promtool prints samples: Go's `FormatFloat(v, 'E', -1, 64)`, such as `1.5E+01`.
final class GoExponent {

    private GoExponent() {}

    static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "-Inf";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0E+00" : "0E+00";
        }
        BigDecimal number = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = number.precision() - number.scale() - 1;
        String mantissa = number.movePointLeft(exponent).toPlainString();
        return "%sE%s%02d".formatted(mantissa, exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
