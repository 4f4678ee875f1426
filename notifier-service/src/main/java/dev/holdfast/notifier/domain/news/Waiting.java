package dev.holdfast.notifier.domain.news;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What an incident waits for now.
///
/// @param state the state's name, as decision-service says it
/// @param sentence what it waits for, for people
/// @param until the deadline of the state, null where there is none
public record Waiting(String state, String sentence, @Nullable Instant until) {
    static final Waiting FIRST = new Waiting("open", "a decision", null);
}
