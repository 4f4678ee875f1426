package dev.holdfast.detector.domain.differential;

import dev.holdfast.detector.domain.exact.Element;
import dev.holdfast.detector.domain.exact.EvaluationException;
import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.exact.Value;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.ruletest.SeriesNotation;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.window.Node;
import dev.holdfast.detector.domain.window.Pass;
import dev.holdfast.detector.domain.window.Planner;
import dev.holdfast.detector.domain.window.SeriesStore;
import dev.holdfast.detector.domain.window.Tally;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Our own answers to the same questions, by the exact evaluator and by the incremental plan.
public final class Ours {

    private final ExactEvaluator evaluator;
    private final SeriesStore store = new SeriesStore(100_000);

    public Ours(List<RandomCase.Written> series, Dialect dialect) {
        for (RandomCase.Written one : series) {
            store.addAll(
                    SeriesNotation.parse(one.series(), one.values(), 0, 15_000),
                    Long.MAX_VALUE,
                    new Tally());
        }
        this.evaluator = ExactEvaluator.of(store, dialect);
    }

    public Promtool.Answer exact(String expr, long millis) {
        try {
            return exact(Parser.parse(expr), millis);
        } catch (PromqlException e) {
            return new Promtool.Answer(Map.of(), String.valueOf(e.getMessage()));
        }
    }

    Promtool.Answer exact(Expr expr, long millis) {
        var samples = new TreeMap<String, Double>();
        try {
            switch (evaluator.at(expr, millis)) {
                case Value.Scalar(double value) -> samples.put("{}", value);
                case Value.Vector(var elements) -> {
                    for (Element element : elements) {
                        samples.put(shown(element.labels()), element.value());
                    }
                }
                case Value.Text _, Value.Matrix _ -> throw new EvaluationException("no vector");
            }
            return new Promtool.Answer(samples, "");
        } catch (EvaluationException e) {
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
        return a.samples().entrySet().stream()
                .allMatch(e -> has(b, e.getKey(), e.getValue(), tolerance));
    }

    static boolean has(Promtool.Answer answer, String labels, double x, double tolerance) {
        Double y = answer.samples().get(labels);
        return y != null
                && (x == y
                        || (Double.isNaN(x) && Double.isNaN(y))
                        || (Double.isFinite(x - y)
                                && Math.abs(x - y)
                                        <= tolerance
                                                * Math.max(
                                                        1e-6, Math.max(Math.abs(x), Math.abs(y)))));
    }
}
