package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.rules.Rule;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.ArrayList;
import java.util.List;

/// The recent course of what a rule compares, for the chart beside an alert: at most 60 points of at most 4 series.
/// Gives fewer points where the expression reads many samples, none where it would hold up the stream.
final class Evidence {

    private static final int POINTS = 60;
    private static final int SERIES = 4;
    private static final int MOST_ALERTS = 20;
    private static final long BUDGET = 1_000_000;
    private static final long SHORTEST = 300_000;
    private static final long LONGEST = 3_600_000;

    private final List<SeriesSamples> course;

    Evidence(ExactEvaluator evaluator, SeriesStore store, Rule.Alerting rule, long at, int raised) {
        Expr expr = Presence.of(rule.expr());
        long cost = Math.max(1, cost(store, expr));
        long points = Math.min(POINTS, BUDGET / cost);
        this.course =
                raised == 0 || raised > MOST_ALERTS || points < 2
                        ? List.of()
                        : course(evaluator, expr, at, span(rule), points);
    }

    private static long span(Rule.Alerting rule) {
        return Math.clamp(
                2 * (rule.hold() + Reach.of(rule.expr()) - ExactEvaluator.LOOKBACK),
                SHORTEST,
                LONGEST);
    }

    /// How many samples one point reads, at one a second.
    private static long cost(SeriesStore store, Expr expr) {
        return switch (expr) {
            case Expr.Range range ->
                    store.count(range.selector().matchers()) * Math.max(1, range.range() / 1000);
            case Expr.Selector selector -> store.count(selector.matchers());
            case Expr.Subquery s ->
                    cost(store, s.expr())
                            * Math.max(
                                    1,
                                    s.range()
                                            / (s.step() == 0
                                                    ? ExactEvaluator.SUBQUERY_STEP
                                                    : s.step()));
            default -> expr.children().stream().mapToLong(child -> cost(store, child)).sum();
        };
    }

    private static List<SeriesSamples> course(
            ExactEvaluator evaluator, Expr expr, long at, long span, long points) {
        long step = Math.max(1, span / (points - 1));
        try {
            return evaluator.range(expr, at - (points - 1) * step, at, step);
        } catch (EvaluationException e) {
            return List.of(); // some earlier point had no single value; the alert itself is as true
            // without its chart
        }
    }

    List<SeriesSamples> of(Labels source) {
        var found = new ArrayList<SeriesSamples>();
        for (SeriesSamples series : course) {
            if (found.size() < SERIES
                    && (course.size() == 1
                            || series.labels().withoutName().equals(source.withoutName()))) {
                found.add(series);
            }
        }
        return found;
    }
}
