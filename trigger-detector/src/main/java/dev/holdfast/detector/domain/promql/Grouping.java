package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.series.Labels;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// `by (labels)` or `without (labels)` of an aggregation; no clause is `by ()`.
public record Grouping(boolean without, List<String> labels) {

    public static final Grouping ALL = new Grouping(false, List.of());

    public Labels of(Labels series) {
        if (!without) {
            return series.only(labels);
        }
        Set<String> dropped = new TreeSet<>(labels);
        dropped.add(Labels.NAME);
        return series.without(dropped);
    }
}
