package dev.holdfast.detector.domain.template;

import java.time.Instant;

/// The `humanize` functions of Prometheus' templates.
final class Humanize {

    private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
    private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};

    private Humanize() {}

    private static boolean special(double value) {
        return Double.isNaN(value) || Double.isInfinite(value);
    }

    static String number(double value) {
        if (value == 0 || special(value)) {
            return GoNumbers.significant(value, 4);
        }
        return Math.abs(value) >= 1 ? large(value, 1000, "") : small(value, "");
    }

    static String binary(double value) {
        return Math.abs(value) <= 1 || special(value)
                ? GoNumbers.significant(value, 4)
                : large(value, 1024, "i");
    }

    private static String large(double value, double step, String suffix) {
        String prefix = "";
        double rest = value;
        for (String next : LARGE) {
            if (Math.abs(rest) < step) {
                break;
            }
            prefix = next + suffix;
            rest /= step;
        }
        return GoNumbers.significant(rest, 4) + prefix;
    }

    private static String small(double value, String unit) {
        String prefix = "";
        double rest = value;
        for (String next : SMALL) {
            if (Math.abs(rest) >= 1) {
                break;
            }
            prefix = next;
            rest *= 1000;
        }
        return GoNumbers.significant(rest, 4) + prefix + unit;
    }

    static String percentage(double value) {
        return GoNumbers.significant(value * 100, 4) + "%";
    }

    static String duration(double value) {
        if (special(value)) {
            return GoNumbers.significant(value, 4);
        }
        if (value == 0) {
            return GoNumbers.significant(value, 4) + "s";
        }
        if (Math.abs(value) < 1) {
            return small(value, "s");
        }
        String sign = value < 0 ? "-" : "";
        long seconds = (long) Math.abs(value);
        long minutes = seconds / 60;
        long hours = minutes / 60;
        long days = hours / 24;
        if (days != 0) {
            return "%s%dd %dh %dm %ds"
                    .formatted(sign, days, hours % 24, minutes % 60, seconds % 60);
        }
        if (hours != 0) {
            return "%s%dh %dm %ds".formatted(sign, hours, minutes % 60, seconds % 60);
        }
        if (minutes != 0) {
            return "%s%dm %ds".formatted(sign, minutes, seconds % 60);
        }
        return sign + GoNumbers.significant(Math.abs(value), 4) + "s";
    }

    static String timestamp(double seconds) {
        return special(seconds) ? GoNumbers.significant(seconds, 4) : GoTime.shown(time(seconds));
    }

    /// @throws Failure where the time is too far for 64 bits of nanoseconds
    static Instant time(double seconds) {
        double nanos = seconds * 1e9;
        if (special(seconds)) {
            throw new Failure("value is NaN or Inf");
        }
        if (nanos > (double) Long.MAX_VALUE || nanos < (double) Long.MIN_VALUE) {
            throw new Failure(
                    GoNumbers.shortest(seconds)
                            + " cannot be represented as a nanoseconds timestamp since it overflows int64");
        }
        return Instant.ofEpochMilli((long) nanos / 1_000_000);
    }
}
