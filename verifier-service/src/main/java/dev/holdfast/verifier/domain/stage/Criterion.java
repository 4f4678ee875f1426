package dev.holdfast.verifier.domain.stage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/// What a stage asks of one check.
///
/// @param required the stage cannot pass without it; else it is only reported
/// @param hold how long it must pass without interruption, zero for once
/// @param failAfter failing so long without a break is final; null: only at the window's end
/// @param timeout how long one answer may take
/// @param weight its share of the stage's score
public record Criterion(
        String check,
        boolean required,
        Duration hold,
        @Nullable Duration failAfter,
        Duration timeout,
        Polling polling,
        double weight) {}
