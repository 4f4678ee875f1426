package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/// One rule group as `/api/v1/rules` shows it.
public record GroupView(
        String name,
        String file,
        @Nullable Long intervalMillis,
        long lastEvaluation,
        List<RuleView> rules) {

    /// Is the rule fit, and if not, why.
    ///
    /// @param kind `alerting` or `recording`
    /// @param health `ok`, `err` or `unknown` (not evaluated yet)
    /// @param seesData whether all speaks without which it could not fire: else that it does not fire
    ///     proves nothing
    /// @param state of an alerting rule: `inactive`, `pending` or `firing`; of a recording rule empty
    public record RuleView(
            String kind,
            String name,
            String query,
            long forMillis,
            long keepFiringForMillis,
            Map<String, String> labels,
            Map<String, String> annotations,
            String health,
            String lastError,
            boolean seesData,
            String state,
            List<AlertView> alerts) {}

    /// One active alert as `/api/v1/alerts` shows it; `state` is `pending` or `firing`.
    public record AlertView(
            Labels labels,
            Map<String, String> annotations,
            String state,
            long activeAt,
            double value) {}
}
