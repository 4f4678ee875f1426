package dev.holdfast.detector.domain.slo;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.detector.domain.promql.AggregationOp;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.promql.ExprText;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.series.LabelMatcher;
import dev.holdfast.detector.domain.series.Labels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an SLI counts: its `ratioMetric` of two queries to Prometheus. A query is a counter, the sum
/// of one, or any text with `{{.window}}` in the places of its window, as Sloth has it.
final class Indicator {
    private static final Pattern WINDOW = Pattern.compile("\\{\\{\\s*\\.window\\s*}}");

    private Indicator() {}

    /// Empty when it cannot be counted; why is told at its place.
    static Optional<Objective.Ratio> read(YamlMap spec) {
        if (spec.has("thresholdMetric")) {
            spec.key("thresholdMetric")
                    .problem(
                            "a thresholdMetric is not counted: write a ratioMetric, such as the"
                                    + " bucket of a histogram as good");
            return Optional.empty();
        }
        YamlMap ratio = spec.required("ratioMetric").map();
        if (ratio.has("raw")) {
            ratio.key("raw").problem("a raw ratio has no counts: write good or bad, and total");
            return Optional.empty();
        }
        boolean counter = ratio.flag("counter", false);
        boolean inverted = ratio.has("good");
        Optional<Objective.Counted> bad = counted(ratio, inverted ? "good" : "bad", counter);
        Optional<Objective.Counted> total = counted(ratio, "total", counter);
        return bad.flatMap(b -> total.map(t -> new Objective.Ratio(b, inverted, t)));
    }

    private static Optional<Objective.Counted> counted(
            YamlMap ratio, String name, boolean counter) {
        YamlMap source = ratio.required(name).map().required("metricSource").map();
        source.optional("type")
                .filter(t -> !t.text().equalsIgnoreCase("prometheus"))
                .ifPresent(t -> t.problem("only queries of Prometheus are counted"));
        YamlValue query = source.required("spec").map().required("query");
        String text = query.text().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return WINDOW.matcher(text).find()
                    ? placed(query, text)
                    : wrapped(query, text, counter);
        } catch (PromqlException e) {
            query.problem("the query is no PromQL: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Optional<Objective.Counted> placed(YamlValue query, String text) {
        if (Parser.parse(in(text, "5m")).type() != ValueType.VECTOR) {
            query.problem("the query gives no vector");
            return Optional.empty();
        }
        return Optional.of(window -> "(" + in(text, window) + "\n)");
    }

    private static String in(String text, String window) {
        return WINDOW.matcher(text).replaceAll(window);
    }

    private static Optional<Objective.Counted> wrapped(
            YamlValue query, String text, boolean counter) {
        Expr expr = Parser.parse(text).bare();
        String by = "";
        if (expr instanceof Expr.Aggregation a && a.op() == AggregationOp.SUM) {
            if (a.grouping().without() || !a.grouping().labels().isEmpty()) {
                by =
                        " %s (%s) "
                                .formatted(
                                        a.grouping().without() ? "without" : "by",
                                        String.join(", ", a.grouping().labels()));
            }
            expr = a.expr().bare();
        }
        if (!(expr instanceof Expr.Selector selector)) {
            query.problem(
                    "it is not clear where the window of this query is: write a counter, the sum of"
                            + " one, or {{.window}} in its place");
            return Optional.empty();
        }
        String form = "sum" + by + (counter ? "(rate(%s))" : "(sum_over_time(%s))");
        return Optional.of(window -> form.formatted(ranged(selector, window)));
    }

    /// `name{label="value"}[5m]`
    private static String ranged(Expr.Selector s, String window) {
        List<LabelMatcher> others = new ArrayList<>();
        String name = "";
        for (LabelMatcher m : s.matchers()) {
            if (m.name().equals(Labels.NAME) && m.op() == LabelMatcher.Op.EQUAL && name.isEmpty()) {
                name = m.value();
            } else {
                others.add(m);
            }
        }
        long millis =
                switch (window.charAt(window.length() - 1)) {
                    case 'm' -> 60_000L;
                    case 'h' -> 3_600_000L;
                    default -> 86_400_000L;
                };
        long range = millis * Long.parseLong(window.substring(0, window.length() - 1));
        String text =
                ExprText.of(new Expr.Range(0, new Expr.Selector(0, others, s.shift()), range));
        return name + (others.isEmpty() && text.startsWith("{}") ? text.substring(2) : text);
    }
}
