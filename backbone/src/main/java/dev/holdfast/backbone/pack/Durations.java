package dev.holdfast.backbone.pack;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Prometheus writes them: `500ms`, `30s`, `10m`, `1h30m`, `2d`.
public final class Durations {
    private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,9}(?:ms|s|m|h|d|w|y))+|0");
    private static final Pattern PART = Pattern.compile("(\\d+)(ms|s|m|h|d|w|y)");

    private Durations() {}

    /// Empty when `text` is no duration.
    public static Optional<Duration> parse(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        Duration sum = Duration.ZERO;
        Matcher m = PART.matcher(text);
        while (m.find()) {
            sum = sum.plus(unit(m.group(2)).multipliedBy(Long.parseLong(m.group(1))));
        }
        return Optional.of(sum);
    }

    /// The shortest form, such as `1h30m`; `0s` for nothing.
    public static String show(Duration d) {
        if (d.isZero()) {
            return "0s";
        }
        StringBuilder b = new StringBuilder(d.isNegative() ? "-" : "");
        Duration left = d.abs();
        for (String name : new String[] {"d", "h", "m", "s", "ms"}) {
            long n = left.dividedBy(unit(name));
            if (n > 0) {
                b.append(n).append(name);
                left = left.minus(unit(name).multipliedBy(n));
            }
        }
        return b.isEmpty() ? "0s" : b.toString();
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            case "w" -> Duration.ofDays(7);
            case "y" -> Duration.ofDays(365);
            default -> throw new IllegalArgumentException("No unit of time: " + name);
        };
    }
}
