package dev.holdfast.detector.domain.promql;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/// Prometheus durations: `1d12h`, units in falling order, each once.
public final class Durations {

    private static final Pattern SHAPE =
            Pattern.compile(
                    "(?:(\\d+)y)?(?:(\\d+)w)?(?:(\\d+)d)?(?:(\\d+)h)?(?:(\\d+)m)?(?:(\\d+)s)?(?:(\\d+)ms)?");
    private static final long[] UNITS = {
        31_536_000_000L, 604_800_000L, 86_400_000L, 3_600_000L, 60_000L, 1_000L, 1L
    };
    private static final String[] NAMES = {"y", "w", "d", "h", "m", "s", "ms"};

    private Durations() {}

    /// Milliseconds, or nothing where `text` is no duration or too long for a century.
    public static OptionalLong parse(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        var match = SHAPE.matcher(text);
        if (text.isEmpty() || !match.matches()) {
            return OptionalLong.empty();
        }
        long total = 0;
        for (int unit = 0; unit < UNITS.length; unit++) {
            String digits = match.group(unit + 1);
            if (digits != null) {
                if (digits.length() > 13) {
                    return OptionalLong.empty();
                }
                total += Long.parseLong(digits) * UNITS[unit];
            }
        }
        return total < 0 || total > 100 * UNITS[0] ? OptionalLong.empty() : OptionalLong.of(total);
    }

    /// As Prometheus writes it: `90000` is `1m30s`.
    public static String text(long millis) {
        if (millis == 0) {
            return "0s";
        }
        var text = new StringBuilder(millis < 0 ? "-" : "");
        long rest = Math.abs(millis);
        for (int unit = 0; unit < UNITS.length; unit++) {
            boolean exactOnly = unit < 3; // years, weeks and days only where they divide evenly
            if (rest >= UNITS[unit] && (!exactOnly || rest % UNITS[unit] == 0)) {
                text.append(rest / UNITS[unit]).append(NAMES[unit]);
                rest %= UNITS[unit];
            }
        }
        return text.toString();
    }
}
