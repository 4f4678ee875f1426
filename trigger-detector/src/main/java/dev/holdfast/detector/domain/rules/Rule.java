package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.template.Template;

import java.util.Map;

/// One rule of a group.
public sealed interface Rule {

    String name();

    /// The expression as it stands in the file.
    String text();

    Expr expr();

    /// Raises alerts while its expression has elements; durations in milliseconds.
    ///
    /// @param minSamples so many samples must lie in the fullest of its windows, or nothing is judged; 0 asks for none
    record Alerting(
            String name,
            String text,
            Expr expr,
            long hold,
            long keepFiring,
            Map<String, Template> labels,
            Map<String, Template> annotations,
            NoData noData,
            int minSamples)
            implements Rule {}

    /// Writes its expression as a series that later rules may read.
    record Recording(String name, String text, Expr expr, Map<String, String> labels)
            implements Rule {}
}
