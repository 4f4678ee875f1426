package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/// The labels that `absent` answers with: those that its selector fixes.
public final class AbsentLabels {

    private AbsentLabels() {}

    public static Labels of(Expr argument) {
        List<LabelMatcher> matchers =
                switch (argument.bare()) {
                    case Expr.Selector selector -> selector.matchers();
                    case Expr.Range range -> range.selector().matchers();
                    default -> List.of();
                };
        var labels = new TreeMap<String, String>();
        Set<String> seen = new HashSet<>();
        for (LabelMatcher matcher : matchers) {
            if (matcher.name().equals(Labels.NAME)) {
                continue;
            }
            if (matcher.op() == LabelMatcher.Op.EQUAL && seen.add(matcher.name())) {
                labels.put(matcher.name(), matcher.value());
            } else {
                labels.remove(matcher.name());
            }
        }
        return Labels.of(labels);
    }
}
