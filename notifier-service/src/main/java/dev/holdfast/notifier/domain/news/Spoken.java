package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// Times, durations and lists as people say them; times in UTC, since readers sit anywhere.
public final class Spoken {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    private Spoken() {}

    /// `14:03:27 UTC`; empty for null.
    public static String time(@Nullable Instant at) {
        return at == null ? "" : TIME.format(at);
    }

    /// `4 minutes 12 seconds`: the two largest parts; below a minute `850 milliseconds` or seconds.
    public static String duration(@Nullable Duration d) {
        if (d == null) {
            return "";
        }
        if (d.compareTo(Duration.ofSeconds(1)) < 0) {
            return many(Math.max(0, d.toMillis()), "millisecond");
        }
        if (d.toDays() > 0) {
            return two(d.toDays(), "day", d.toHoursPart(), "hour");
        }
        if (d.toHours() > 0) {
            return two(d.toHours(), "hour", d.toMinutesPart(), "minute");
        }
        return d.toMinutes() > 0
                ? two(d.toMinutes(), "minute", d.toSecondsPart(), "second")
                : many(d.toSeconds(), "second");
    }

    /// `a, b or c`.
    public static String or(List<String> names) {
        return switch (names.size()) {
            case 0 -> "nobody";
            case 1 -> names.getFirst();
            default ->
                    String.join(", ", names.subList(0, names.size() - 1))
                            + " or "
                            + names.getLast();
        };
    }

    /// The procedures' word for a severity.
    public static String severity(Severity severity) {
        return switch (severity) {
            case P0 -> "Critical";
            case P1 -> "High";
            case P2 -> "Medium";
            case P3 -> "Low";
        };
    }

    private static String two(long a, String unitA, long b, String unitB) {
        return b == 0 ? many(a, unitA) : many(a, unitA) + " " + many(b, unitB);
    }

    private static String many(long n, String unit) {
        return n + " " + unit + (n == 1 ? "" : "s");
    }
}
