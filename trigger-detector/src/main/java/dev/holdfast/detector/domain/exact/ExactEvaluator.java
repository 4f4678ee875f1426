package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Evaluates PromQL plainly, from the samples themselves: the reference for everything faster.
///
/// @param lookback how old a sample may be to count as current, milliseconds
/// @param subqueryStep the step of subqueries that name none, milliseconds
/// @param budget how many samples one question may read, and points and steps it may make, together
public record ExactEvaluator(
        Storage storage, Dialect dialect, long lookback, long subqueryStep, long budget) {

    public static final long LOOKBACK = 300_000;
    public static final long SUBQUERY_STEP = 60_000;
    private static final int MOST_STEPS = 11_000;

    /// Of so much that a question may read it may hold one part: what is held costs memory, what is
    /// read only time.
    static final long HELD = 20;

    public static ExactEvaluator of(Storage storage, Dialect dialect) {
        return new ExactEvaluator(storage, dialect, LOOKBACK, SUBQUERY_STEP, Long.MAX_VALUE);
    }

    /// The same for questions of others, who may not ask for everything.
    public ExactEvaluator within(long limit) {
        return new ExactEvaluator(storage, dialect, lookback, subqueryStep, limit);
    }

    /// @throws EvaluationException where the data does not allow the expression
    public Value at(Expr expr, long time) {
        return new Evaluation(this, expr, time, time).step(expr, time);
    }

    /// One value for each step from `start` to `end`, both inclusive.
    public List<SeriesSamples> range(Expr expr, long start, long end, long step) {
        if (step <= 0 || end < start || (end - start) / step > MOST_STEPS) {
            throw new EvaluationException(
                    "a range from %d to %d with step %d ms is empty or has more than %d points; use a larger step"
                            .formatted(start, end, step, MOST_STEPS));
        }
        var evaluation = new Evaluation(this, expr, start, end);
        Map<Labels, PointList> results = new LinkedHashMap<>();
        for (long time = start; time <= end; time += step) {
            switch (evaluation.step(expr, time)) {
                case Value.Scalar(double value) ->
                        results.computeIfAbsent(Labels.EMPTY, _ -> new PointList())
                                .add(time, value);
                case Value.Vector(var elements) -> {
                    for (Element element : elements) {
                        results.computeIfAbsent(element.labels(), _ -> new PointList())
                                .add(time, element.value());
                    }
                }
                case Value.Text _, Value.Matrix _ ->
                        throw new EvaluationException(
                                "invalid expression type \""
                                        + expr.type().words
                                        + "\" for range query, must be scalar or instant vector");
            }
        }
        var series = new ArrayList<SeriesSamples>();
        results.forEach((labels, points) -> series.add(points.toSeries(labels)));
        return series;
    }
}
