package dev.holdfast.decision.flow;

import dev.holdfast.decision.domain.incident.Situation.Fleet;

import org.jspecify.annotations.Nullable;

/// What a transaction saw outside its own scope, where that is not what it mostly is. It stands in the
/// audit beside what came of it, so that the record alone is enough to work it out again.
///
/// @param fleet what the other systems did; null when it was not looked at
/// @param halt the kill switch that was thrown; null when none was
public record Looked(@Nullable Fleet fleet, Shelves.@Nullable Halt halt) {
    /// The kind of its entry.
    static final String KIND = "looked";

    /// The kind of the entry that says that older events were still unread.
    static final String BEHIND = "behind";
}
