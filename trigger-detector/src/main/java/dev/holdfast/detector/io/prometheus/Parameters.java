package dev.holdfast.detector.io.prometheus;

import dev.holdfast.backbone.pack.Durations;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;

/// Parameters of a query, as Prometheus reads them.
record Parameters(Map<String, List<String>> values) {

    /// A parameter that makes no sense: 400 `bad_data`.
    static final class Bad extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Bad(String message) {
            super(message);
        }
    }

    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    String text(String name) {
        return all(name).isEmpty() ? "" : all(name).getFirst();
    }

    String required(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            throw new Bad("invalid parameter \"%s\": it is missing".formatted(name));
        }
        return text;
    }

    /// Seconds since the epoch or RFC 3339; in milliseconds.
    long time(String name, long otherwise) {
        String text = text(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        try {
            return millis(new BigDecimal(text));
        } catch (NumberFormatException | ArithmeticException _) {
            try {
                return OffsetDateTime.parse(text).toInstant().toEpochMilli();
            } catch (DateTimeException | ArithmeticException _) {
                throw new Bad(
                        "invalid parameter \"%s\": cannot parse \"%s\" to a valid timestamp"
                                .formatted(name, text));
            }
        }
    }

    /// Seconds, or a duration such as `15s`; in milliseconds.
    long duration(String name) {
        String text = required(name);
        try {
            return millis(new BigDecimal(text));
        } catch (NumberFormatException | ArithmeticException _) {
            return Durations.parse(text)
                    .orElseThrow(() ->
                            new Bad(
                                    "invalid parameter \"%s\": cannot parse \"%s\" to a valid duration"
                                            .formatted(name, text)))
                    .toMillis();
        }
    }

    private static long millis(BigDecimal seconds) {
        if (Math.abs((long) seconds.precision() - seconds.scale()) > 15) {
            throw new ArithmeticException("no time");
        }
        return seconds.movePointRight(3).setScale(0, RoundingMode.HALF_UP).longValueExact();
    }
}
