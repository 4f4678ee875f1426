package dev.holdfast.decision.domain.condition;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.stream.Collectors;

/// Values as people read them.
public final class Values {
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private Values() {}

    /// At most four significant digits, no exponent.
    public static String show(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        return new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros().toPlainString();
    }

    static String show(Object value) {
        return switch (value) {
            case Double d -> show(d.doubleValue());
            case String s -> '"' + s + '"';
            case List<?> l ->
                    l.stream().map(Values::show).collect(Collectors.joining(", ", "[", "]"));
            default -> value.toString();
        };
    }
}
