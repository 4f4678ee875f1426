package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.Value;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.Point;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The questions of the Prometheus HTTP API, answered from the samples in memory.
final class Queries {

    private final ExactEvaluator evaluator;
    private final SeriesStore store;

    Queries(ExactEvaluator evaluator, SeriesStore store) {
        this.evaluator = evaluator;
        this.store = store;
    }

    QueryResult at(String expr, long time) {
        return switch (evaluator.at(Parser.parse(expr), time)) {
            case Value.Scalar(double value) -> new QueryResult.Scalar(new Point(time, value));
            case Value.Text(String text) -> new QueryResult.Text(time, text);
            case Value.Vector(var elements) ->
                    new QueryResult.Vector(
                            time,
                            elements.stream()
                                    .map(e -> new QueryResult.Sample(e.labels(), e.value()))
                                    .toList());
            case Value.Matrix(var series) -> new QueryResult.Matrix(series);
        };
    }

    QueryResult range(String expr, long start, long end, long step) {
        return new QueryResult.Matrix(evaluator.range(Parser.parse(expr), start, end, step));
    }

    List<Labels> series(List<String> selectors, long from, long to) {
        Set<Labels> found = new LinkedHashSet<>();
        for (String selector : selectors) {
            found.addAll(store.labelSets(Parser.parseSelector(selector), from, to));
        }
        return List.copyOf(found);
    }
}
