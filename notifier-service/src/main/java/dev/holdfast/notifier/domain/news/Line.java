package dev.holdfast.notifier.domain.news;

import java.time.Instant;

/// One line of an incident's timeline, for people.
///
/// @param detail true for what belongs into the report, but not into a message
public record Line(Instant at, String text, boolean detail) {
    public Line(Instant at, String text) {
        this(at, text, false);
    }
}
