package dev.holdfast.cli.output;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times and durations for people.
public final class Moments {
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private Moments() {}

    /// The time of day here, `14:03:07.120`; the text itself where it is no instant.
    public static String clock(String instant) {
        try {
            return CLOCK.format(Instant.parse(instant).atZone(ZoneId.systemDefault()));
        } catch (DateTimeException e) {
            return instant;
        }
    }

    /// `850 ms`, `4.2 s`, `3 min 20 s`, `2 h 5 min`.
    public static String span(Duration d) {
        long millis = d.toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
        }
        if (d.toMinutes() < 60) {
            return "%d min %d s".formatted(d.toMinutes(), d.toSecondsPart());
        }
        return "%d h %d min".formatted(d.toHours(), d.toMinutesPart());
    }

    /// How long ago, `3 min 20 s`; empty where it is no instant.
    public static String since(String instant, Instant now) {
        try {
            return span(Duration.between(Instant.parse(instant), now));
        } catch (DateTimeException e) {
            return "";
        }
    }
}
