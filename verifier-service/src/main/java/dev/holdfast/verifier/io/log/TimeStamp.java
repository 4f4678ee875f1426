package dev.holdfast.verifier.io.log;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the ISO 8601 time stamp near the beginning of a log line; without a zone it is UTC.
final class TimeStamp {
    private static final int WITHIN = 64;
    private static final Pattern STAMP =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)([.,]\\d{1,9})?"
                            + "(Z|[+-]\\d\\d:\\d\\d)?");

    private TimeStamp() {}

    static @Nullable Instant of(String line) {
        Matcher m = STAMP.matcher(line.substring(0, Math.min(line.length(), WITHIN)));
        if (!m.find()) {
            return null;
        }
        String fraction = m.group(3) == null ? "" : m.group(3).replace(',', '.');
        String text = m.group(1) + "T" + m.group(2) + fraction;
        try {
            return m.group(4) == null
                    ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
                    : OffsetDateTime.parse(text + m.group(4)).toInstant();
        } catch (DateTimeException _) {
            return null;
        }
    }
}
