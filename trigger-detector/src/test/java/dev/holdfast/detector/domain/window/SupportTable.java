package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.ExactEvaluator;
import dev.holdfast.detector.domain.promql.AggregationOp;
import dev.holdfast.detector.domain.promql.BinaryOp;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.series.Labels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes docs/promql.md by asking the engine: what the parser takes, what the planner makes of it.
///
///     mvn -pl trigger-detector test-compile
///     cd trigger-detector && java -cp target/test-classes:target/classes \
///         dev.holdfast.detector.domain.window.SupportTable ../docs/promql.md
public final class SupportTable {

    /// What Prometheus 3 has and we might lack; what the parser takes of these is not listed as refused.
    private static final List<String> PROMETHEUS =
            List.of(
                    "histogram_avg(k)",
                    "histogram_count(k)",
                    "histogram_sum(k)",
                    "histogram_fraction(0, 1, k)",
                    "histogram_stddev(k)",
                    "histogram_stdvar(k)",
                    "histogram_quantiles(k, \"q\", 0.5)",
                    "double_exponential_smoothing(k[5m], 0.5, 0.5)",
                    "holt_winters(k[5m], 0.5, 0.5)",
                    "info(k)",
                    "mad_over_time(k[5m])",
                    "first_over_time(k[5m])",
                    "max_of(1, 2)",
                    "min_of(1, 2)",
                    "sort_by_label(k, \"a\")",
                    "sort_by_label_desc(k, \"a\")",
                    "start_timestamp(k)",
                    "ts_of_first_over_time(k[5m])",
                    "ts_of_last_over_time(k[5m])",
                    "ts_of_max_over_time(k[5m])",
                    "ts_of_min_over_time(k[5m])",
                    "start()",
                    "end()",
                    "range()",
                    "step()",
                    "limitk(1, k)",
                    "limit_ratio(0.5, k)",
                    "rate(k[5m] smoothed)",
                    "rate(k[5m] anchored)",
                    "k + fill(0) k");

    private static final String EDGE = "2 closed, 3 left-open";

    /// Where the two dialects give different answers, beyond the edges of windows.
    private static final Map<String, String> DIFFERENCES =
            Map.ofEntries(
                    Map.entry(
                            "mann_whitney",
                            "Holdfast's own, which Prometheus has not; [what it says](rules.md#a-release-beside-what-was-there-before)"),
                    Map.entry("rate", EDGE + "; 3 applies the zero point after the threshold"),
                    Map.entry("increase", EDGE + "; 3 applies the zero point after the threshold"),
                    Map.entry("avg_over_time", EDGE + "; mean step by step in 2, of the sum in 3"),
                    Map.entry("deriv", EDGE + "; an infinite sample makes NaN in 2"),
                    Map.entry("predict_linear", EDGE + "; an infinite sample makes NaN in 2"),
                    Map.entry(
                            "histogram_quantile",
                            "3 takes buckets that differ by 1e-12 for equal, 2 does not"),
                    Map.entry("sum", "compensated in 3, plain in 2"),
                    Map.entry("avg", "mean step by step in 2, of the compensated sum in 3"),
                    Map.entry("stddev", "a first NaN or infinity makes NaN in 3"),
                    Map.entry("stdvar", "a first NaN or infinity makes NaN in 3"),
                    Map.entry("atan2", "keeps the metric name in 2"));

    private final SeriesStore store = new SeriesStore(10);
    private final Series series;
    private final StringBuilder page = new StringBuilder();

    private SupportTable() {
        store.add(Labels.of("__name__", "k"), 0, 1, Long.MAX_VALUE);
        this.series = new Series(Labels.of("__name__", "k"), 0);
    }

    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[0]), text());
    }

    static String text() {
        var table = new SupportTable();
        table.head();
        table.functions();
        table.aggregations();
        table.operators();
        table.rest();
        table.refused();
        return table.page.toString();
    }

    private void line(String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private void head() {
        page.append(
                """
                # PromQL: what is supported, and what it costs

                This page is written by the engine itself; a test fails when it is out of date. To write it again:

                    mvn -pl trigger-detector test-compile
                    cd trigger-detector && java -cp target/test-classes:target/classes \\
                        dev.holdfast.detector.domain.window.SupportTable ../docs/promql.md

                A pack says `dialect: promql-3` (default) or `dialect: promql-2` in its triggers.yml. *Since* is the oldest dialect that has a thing.
                The dialects are judged by Prometheus 2.42 (differential and corpus tests) and by the sources of 3.
                What is written in the way of 3 only (`k offset 1`, `5m` for 300, `offset 0s`) is read in both dialects.

                Cost of one evaluation, after each sample has been taken in at O(1) amortised:

                - **incremental**: in proportion to the series; the samples of the window are not read again.
                - **scan**: in proportion to the samples in the windows, read from the compressed series.
                - **plain**: like scan, and the whole part of the expression is evaluated from scratch.

                A running sum may be off in the last digit. Where that could decide something (a comparison, `floor`,
                `%`), the evaluation is done once more from the samples themselves.

                """);
    }

    private void functions() {
        page.append("## Functions\n\n");
        line("function", "since", "cost", "difference between the dialects");
        line("---", "---", "---", "---");
        Arrays.stream(Function.values())
                .sorted((a, b) -> a.text().compareTo(b.text()))
                .forEach(f -> {
                    String edge = f.rangeArgument() >= 0 ? EDGE : "";
                    line(
                            "`" + f.text() + "`",
                            since(call(f)),
                            cost(f),
                            DIFFERENCES.getOrDefault(f.text(), edge));
                });
    }

    private static String call(Function function) {
        var text = new StringBuilder(function.text()).append('(');
        for (int i = 0; i < function.least(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(
                            switch (function.argument(i)) {
                                case MATRIX -> "k[5m]";
                                case VECTOR -> "k";
                                case SCALAR -> "0.9";
                                case STRING -> "\"a\"";
                            });
        }
        return text.append(')').toString();
    }

    private String cost(Function function) {
        if (function.result() == ValueType.SCALAR) {
            return "incremental";
        }
        if (function.rangeArgument() >= 0
                && function != Function.ABSENT_OVER_TIME
                && function != Function.MANN_WHITNEY) {
            var shape = new SlidingWindow.Shape(function, 300_000, Dialect.PROMQL_3);
            boolean scanned = SlidingWindow.of(shape, series, 0) instanceof ScannedWindow;
            return scanned && !counted(function) ? "scan" : "incremental";
        }
        return cost(call(function));
    }

    /// Of these a scanned window reads no sample.
    private static boolean counted(Function function) {
        return function == Function.COUNT_OVER_TIME || function == Function.PRESENT_OVER_TIME;
    }

    private String cost(String expr) {
        var evaluator = ExactEvaluator.of(store, Dialect.PROMQL_3);
        Node plan = new Planner(store, evaluator, Set.of()).plan(Parser.parse(expr));
        return plan instanceof ExactNode ? "plain" : "incremental";
    }

    /// The parser takes the same in both dialects.
    private static String since(String expr) {
        Parser.parse(expr);
        return "2";
    }

    private void aggregations() {
        page.append("\n## Aggregations, each with `by` and `without`\n\n");
        line("operator", "since", "cost", "difference between the dialects");
        line("---", "---", "---", "---");
        for (AggregationOp op : AggregationOp.values()) {
            String parameter =
                    op.parameter()
                            .map(type -> type == ValueType.STRING ? "\"v\", " : "1, ")
                            .orElse("");
            String expr = op.text() + " by (job) (" + parameter + "k)";
            line(
                    "`" + op.text() + "`",
                    since(expr),
                    cost(expr),
                    DIFFERENCES.getOrDefault(op.text(), ""));
        }
    }

    private void operators() {
        page.append("\n## Operators, between numbers and vectors\n\n");
        line("operator", "since", "cost", "difference between the dialects");
        line("---", "---", "---", "---");
        for (BinaryOp op : BinaryOp.values()) {
            String expr = "k " + op.sign + " on (job) k";
            String shown = "`" + op.sign + "`" + (op.comparison() ? ", with `bool`" : "");
            String difference =
                    op.comparison() ? "in 3 a pair that it drops still counts as matched" : "";
            line(shown, since(expr), cost(expr), DIFFERENCES.getOrDefault(op.sign, difference));
        }
    }

    private void rest() {
        page.append("\n## Selectors, matching and the rest\n\n");
        line("form", "since", "cost");
        line("---", "---", "---");
        for (String expr :
                List.of(
                        "k",
                        "k{a=\"x\", b!=\"y\", c=~\"z.*\", d!~\"w\"}",
                        "{__name__=~\"k.*\"}",
                        "k offset 5m",
                        "k offset -5m",
                        "k @ 100",
                        "k @ start()",
                        "-k",
                        "k / on (a) k",
                        "k / ignoring (a) k",
                        "k / on (a) group_left (b) k",
                        "k / on (a) group_right (b) k",
                        "rate(k[5m] offset 1h)",
                        "rate(k[5m] @ end())",
                        "max_over_time(rate(k[5m])[1h:1m])",
                        "vector(0x1F)",
                        "vector(1.5e3)",
                        "vector(Inf)",
                        "vector(1m30s)")) {
            line("`" + expr.replace("|", "\\|") + "`", since(expr), cost(expr));
        }
    }

    private void refused() {
        page.append("\n## Refused when a pack is loaded, with position and reason\n\n");
        line("form", "what the reader is told");
        line("---", "---");
        for (String expr : PROMETHEUS) {
            try {
                Parser.parse(expr);
            } catch (PromqlException e) {
                line("`" + expr + "`", String.valueOf(e.getMessage()));
            }
        }
    }
}
