package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.Value;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.rules.RuleGroup;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.template.Template;
import dev.holdfast.detector.domain.window.Node;
import dev.holdfast.detector.domain.window.Pass;
import dev.holdfast.detector.domain.window.Planner;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.List;
import java.util.Map;

/// What the rules of one group work with.
record Workshop(
        SeriesStore store,
        ExactEvaluator evaluator,
        Planner planner,
        RuleGroup group,
        Labels externalLabels,
        Policy policy) {

    /// How alerts are told.
    ///
    /// @param restate how often a raised alert is said again, milliseconds
    /// @param seriesEvery how often `ALERTS` is written, milliseconds
    /// @param honourNoData false gives plain Prometheus: what is not seen is gone
    record Policy(long restate, long seriesEvery, boolean honourNoData) {}

    /// Evaluates a plan so far that its presence can be relied on.
    static void evaluate(Node plan, long at) {
        plan.evaluate(new Pass(at, false));
        if (plan.doubtful()) {
            plan.evaluate(new Pass(at, true));
        }
    }

    /// Makes the values of a plan exact, if they are not.
    static void makeExact(Node plan, long at) {
        if (plan.inexact()) {
            plan.evaluate(new Pass(at, true));
        }
    }

    /// What `query` in a template asks.
    Template.Queries templateQueries() {
        return (expr, at) ->
                switch (evaluator.at(Parser.parse(expr), at)) {
                    case Value.Scalar(double value) -> List.of(new Template.Found(Map.of(), value));
                    case Value.Vector(var elements) ->
                            elements.stream()
                                    .map(e -> new Template.Found(e.labels().toMap(), e.value()))
                                    .toList();
                    case Value.Text _, Value.Matrix _ ->
                            throw new EvaluationException("rule result is not a vector or scalar");
                };
    }

    Node plan(Expr expr) {
        return planner.plan(expr);
    }

    void checkLimit(int count, String what) {
        if (group.limit() > 0 && count > group.limit()) {
            throw new EvaluationException(
                    "exceeded limit of %d with %d %s".formatted(group.limit(), count, what));
        }
    }
}
