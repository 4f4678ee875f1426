package dev.holdfast.detector.domain.differential;

import dev.holdfast.detector.domain.exact.Element;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.Value;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.ruletest.SeriesNotation;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.domain.window.Node;
import dev.holdfast.detector.domain.window.Pass;
import dev.holdfast.detector.domain.window.Planner;
import dev.holdfast.detector.domain.window.SeriesStore;
import dev.holdfast.detector.domain.window.Tally;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/// Our own answers to the same questions, by the exact evaluator and by the incremental plan.
public final class Ours {

    private final ExactEvaluator evaluator;
    private final SeriesStore store = new SeriesStore(100_000);

    public Ours(List<RandomCase.Written> series, Dialect dialect) {
        this(series, dialect, value -> value);
    }

    /// @param nudge changes each sample before it is stored
    Ours(List<RandomCase.Written> series, Dialect dialect, DoubleUnaryOperator nudge) {
        for (RandomCase.Written one : series) {
            SeriesSamples samples = SeriesNotation.parse(one.series(), one.values(), 0, 15_000);
            double[] values = samples.values();
            for (int i = 0; i < values.length; i++) {
                values[i] = Stale.is(values[i]) ? values[i] : nudge.applyAsDouble(values[i]);
            }
            store.addAll(samples, Long.MAX_VALUE, new Tally());
        }
        this.evaluator = ExactEvaluator.of(store, dialect);
    }

    public Promtool.Answer exact(String expr, long millis) {
        var samples = new TreeMap<String, Double>();
        try {
            switch (evaluator.at(Parser.parse(expr), millis)) {
                case Value.Scalar(double value) -> samples.put("{}", value);
                case Value.Vector(var elements) -> {
                    for (Element element : elements) {
                        samples.put(shown(element.labels()), element.value());
                    }
                }
                case Value.Text _, Value.Matrix _ -> throw new EvaluationException("no vector");
            }
            return new Promtool.Answer(samples, "");
        } catch (EvaluationException | PromqlException e) {
            return new Promtool.Answer(Map.of(), String.valueOf(e.getMessage()));
        }
    }

    /// As promtool prints labels, the name among them.
    private static String shown(Labels labels) {
        var text = new StringBuilder("{");
        labels.toMap()
                .forEach((name, value) ->
                        text.append(text.length() > 1 ? ", " : "")
                                .append(name)
                                .append("=\"")
                                .append(value)
                                .append('"'));
        return text.append('}').toString();
    }

    /// A plan that is to be asked at rising times.
    public Node plan(String expr) {
        return new Planner(store, evaluator, Set.of()).plan(Parser.parse(expr));
    }

    public Promtool.Answer incremental(Node plan, long millis, boolean exact) {
        try {
            plan.evaluate(new Pass(millis, exact));
            if (plan.doubtful() && !exact) {
                plan.evaluate(new Pass(millis, true));
            }
            var samples = new TreeMap<String, Double>();
            for (int i = 0; i < plan.size(); i++) {
                if (plan.present(i)) {
                    samples.put(shown(plan.labels(i)), plan.value(i));
                }
            }
            return new Promtool.Answer(samples, "");
        } catch (EvaluationException e) {
            return new Promtool.Answer(Map.of(), String.valueOf(e.getMessage()));
        }
    }

    /// Equal label sets and values within `tolerance`, relative; an error equals any error.
    public static boolean same(Promtool.Answer a, Promtool.Answer b, double tolerance) {
        if (a.error().isEmpty() != b.error().isEmpty()
                || !a.samples().keySet().equals(b.samples().keySet())) {
            return false;
        }
        for (var entry : a.samples().entrySet()) {
            double x = entry.getValue();
            double y = b.samples().getOrDefault(entry.getKey(), 0.0);
            boolean equal =
                    x == y
                            || (Double.isNaN(x) && Double.isNaN(y))
                            || Math.abs(x - y)
                                    <= tolerance
                                            * Math.max(1e-6, Math.max(Math.abs(x), Math.abs(y)));
            if (!equal) {
                return false;
            }
        }
        return true;
    }
}
