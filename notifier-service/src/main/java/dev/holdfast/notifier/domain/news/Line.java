package dev.holdfast.notifier.domain.news;

import java.time.Instant;

/// One line of an incident's timeline, for people.
public record Line(Instant at, String text) {}
