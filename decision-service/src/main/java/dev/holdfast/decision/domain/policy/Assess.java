package dev.holdfast.decision.domain.policy;

import java.time.Duration;

/// A look at the world when an incident opens, which changes nothing: rows that use `assessment` wait
/// for it.
///
/// @param stage the stage of checks.yml
/// @param within at most 30 s
public record Assess(String stage, Duration within) {}
