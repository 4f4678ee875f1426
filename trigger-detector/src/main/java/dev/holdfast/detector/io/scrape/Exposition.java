package dev.holdfast.detector.io.scrape;

import dev.holdfast.detector.domain.series.Labels;

import java.util.List;

/// What one page of metrics says.
///
/// @param samples in the order of the page
public record Exposition(List<Line> samples) {
    public Exposition {
        samples = List.copyOf(samples);
    }

    /// @param at milliseconds since the epoch as the page says, or [#NO_TIME]
    public record Line(Labels labels, double value, long at) {}

    public static final long NO_TIME = Long.MIN_VALUE;

    /// A page that is not to be believed; `line` counts from 1.
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Malformed(int line, String message) {
            super("line %d: %s".formatted(line, message));
        }
    }
}
