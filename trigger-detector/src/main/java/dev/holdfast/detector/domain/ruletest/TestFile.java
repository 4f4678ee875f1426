package dev.holdfast.detector.domain.ruletest;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.List;
import java.util.Map;

/// A promtool unit-test file, read. Durations and times in milliseconds.
///
/// @param fuzzy numbers may differ in the last digits
record TestFile(
        String name,
        List<String> ruleFiles,
        long evaluationInterval,
        List<String> groupOrder,
        boolean fuzzy,
        List<Case> cases) {

    /// @param start the time of the first sample
    record Case(
            String name,
            long start,
            List<SeriesSamples> series,
            List<AlertCheck> alerts,
            List<ExprCheck> exprs,
            Labels externalLabels) {}

    record AlertCheck(long at, String alertName, List<ExpectedAlert> expected) {}

    record ExpectedAlert(Labels labels, Map<String, String> annotations) {}

    record ExprCheck(String expr, long at, List<Sample> expected) {}

    record Sample(Labels labels, double value) {}
}
