package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;

import org.jspecify.annotations.Nullable;

import java.util.Map;

/// One alert as it leaves the engine.
///
/// @param id name and sorted labels in one string: the same alert has the same id on any day
/// @param labels with `alertname`
/// @param value bit-equal to what Prometheus would compute
/// @param threshold the constant of a comparison at the top of the expression, where there is one
/// @param activeSince when the condition became true, before `for`
public record AlertFacts(
        String id,
        String name,
        Labels labels,
        Map<String, String> annotations,
        String expression,
        double value,
        @Nullable Double threshold,
        long activeSince) {}
