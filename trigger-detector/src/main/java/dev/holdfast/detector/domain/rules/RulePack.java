package dev.holdfast.detector.domain.rules;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.series.Labels;

import java.util.List;

/// All rules of one system/environment, as one version.
///
/// @param externalLabels what `$externalLabels` of templates names
public record RulePack(
        String digest, Dialect dialect, List<RuleGroup> groups, Labels externalLabels) {

    public static final RulePack EMPTY = new RulePack("", Dialect.PROMQL_3, List.of());

    public RulePack(String digest, Dialect dialect, List<RuleGroup> groups) {
        this(digest, dialect, groups, Labels.EMPTY);
    }
}
