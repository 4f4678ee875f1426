package dev.holdfast.detector.domain.template;

import java.math.BigDecimal;
import java.time.Duration;

/// Durations as Go's `time.Duration` writes them: `1h2m3.5s`, `15ms`.
public final class GoDuration {

    private GoDuration() {}

    public static String shown(Duration duration) {
        long nanos = Math.abs(duration.toNanos());
        String sign = duration.isNegative() ? "-" : "";
        if (nanos == 0) {
            return "0s";
        }
        if (nanos < 1_000) {
            return sign + nanos + "ns";
        }
        if (nanos < 1_000_000) {
            return sign + scaled(nanos, 3) + "µs";
        }
        if (nanos < 1_000_000_000) {
            return sign + scaled(nanos, 6) + "ms";
        }
        long minutes = nanos / 60_000_000_000L;
        String seconds = scaled(nanos % 60_000_000_000L, 9) + "s";
        return minutes == 0
                ? sign + seconds
                : minutes < 60
                        ? sign + minutes + "m" + seconds
                        : sign + minutes / 60 + "h" + minutes % 60 + "m" + seconds;
    }

    private static String scaled(long nanos, int digits) {
        BigDecimal value = BigDecimal.valueOf(nanos, digits);
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
