package dev.holdfast.decision.domain.policy;

import dev.holdfast.decision.domain.condition.Condition;

import org.jspecify.annotations.Nullable;

/// A stage that is asked only for some plans.
///
/// @param when null: for all
public record StageRule(Stage stage, @Nullable Condition when) {}
