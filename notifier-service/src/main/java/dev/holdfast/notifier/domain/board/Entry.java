package dev.holdfast.notifier.domain.board;

import java.time.Instant;

/// One line of an incident's log, in the order in which it was read.
public record Entry(
        Instant at, String event, String type, Stage stage, Tone tone, String title, String text) {}
