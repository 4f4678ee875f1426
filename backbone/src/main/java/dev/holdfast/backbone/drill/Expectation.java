package dev.holdfast.backbone.drill;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What must come of a drill. Empty or null: not asked about.
///
/// @param triggers rules that must be raised
/// @param severity of the incident, at its worst
/// @param decision the action of the first decision
/// @param runbooks that must be ordered, in this order
/// @param authority `automatic`, or the roles that must be asked, in this order
/// @param verdict of the last verification
/// @param ends how the incident ends: resolved, escalated, withheld, closed, watching, none
/// @param notices events that people must be told of
public record Expectation(
        List<String> triggers,
        @Nullable String severity,
        @Nullable String decision,
        List<String> runbooks,
        List<String> authority,
        @Nullable String verdict,
        String ends,
        List<String> notices) {}
