package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.ArrayList;
import java.util.List;

/// The metrics that a rule looks at, by name: that it does not fire means something only while at least
/// one of them speaks. By name alone, since errors that never happened have no series, and that is health.
///
/// @param all empty for a rule that looks at nothing, such as `vector(1)`
record Sources(List<Source> all) {
    /// @param range how far back the rule looks, milliseconds
    record Source(List<LabelMatcher> matchers, long range) {}

    static Sources of(Expr expr) {
        var all = new ArrayList<Source>();
        collect(expr, all);
        return new Sources(List.copyOf(all));
    }

    /// What follows `unless` says when not to fire; it is no ground for trust.
    private static void collect(Expr expr, List<Source> all) {
        switch (expr) {
            case Expr.Selector s ->
                    all.add(new Source(named(s.matchers()), ExactEvaluator.LOOKBACK));
            case Expr.Range r -> all.add(new Source(named(r.selector().matchers()), r.range()));
            case Expr.Binary b when b.op() == BinaryOp.UNLESS -> collect(b.left(), all);
            default -> expr.children().forEach(inner -> collect(inner, all));
        }
    }

    private static List<LabelMatcher> named(List<LabelMatcher> matchers) {
        List<LabelMatcher> names =
                matchers.stream().filter(m -> m.name().equals(Labels.NAME)).toList();
        return names.isEmpty() ? matchers : names;
    }

    boolean speak(SeriesStore store, long at) {
        return all.isEmpty()
                || all.stream().anyMatch(s -> store.speaks(s.matchers(), at - s.range(), at));
    }
}
