package dev.holdfast.detector.domain.corpus;

import java.util.List;

/// Operators between numbers and vectors, matching in every form, and the aggregations.
final class OperatorQuestions {

    private static final List<String> ARITHMETIC = List.of("+", "-", "*", "/", "%", "^", "atan2");
    private static final List<String> COMPARISONS = List.of("==", "!=", "<", "<=", ">", ">=");
    private static final List<String> GROUPINGS =
            List.of("", " by (job)", " without (instance)", " by ()", " by (none)", " without ()");

    private OperatorQuestions() {}

    static List<Topic> topics() {
        return List.of(arithmetic(), comparisons(), sets(), aggregations(), oddAggregations());
    }

    private static Topic arithmetic() {
        var topic = new Topic("arithmetic", "", "15s", Samples.usual());
        topic.series.putAll(Samples.odd());
        for (String op : ARITHMETIC) {
            topic.ask(
                    180,
                    "g " + op + " 3",
                    "3 " + op + " g",
                    "g " + op + " c",
                    "g " + op + " on (job, instance) c",
                    "g " + op + " ignoring (zone) c",
                    "g " + op + " on (job) group_left () k",
                    "k " + op + " on (job) group_right () g",
                    "g " + op + " on (job) group_left (zone) k",
                    "sum by (job) (g) " + op + " ignoring (zone) k",
                    "k " + op + " on (job) sum by (job, none) (c)",
                    "k " + op + " nothing",
                    "odd " + op + " 2",
                    "0 " + op + " odd",
                    "odd " + op + " odd",
                    "g " + op + " 0",
                    "g " + op + " NaN",
                    "g " + op + " Inf",
                    "avg(g) " + op + " avg(c)",
                    "rate(c[2m]) " + op + " rate(c[1m])");
        }
        topic.ask(180, "-g", "+g", "-(g > 1)", "-rate(c[1m])", "g + g * g - g / g", "-g ^ 2");
        return topic;
    }

    private static Topic comparisons() {
        var topic = new Topic("comparisons", "", "15s", Samples.usual());
        topic.series.putAll(Samples.odd());
        for (String op : COMPARISONS) {
            for (String bool : List.of("", " bool")) {
                String both = op + bool;
                topic.ask(
                        180,
                        "g " + both + " 4",
                        "4 " + both + " g",
                        "g " + both + " c",
                        "g " + both + " on (job, instance) c",
                        "g " + both + " on (job) group_left k",
                        "k " + both + " on (job) group_right g",
                        "g " + both + " on (job) group_left (zone) k",
                        "sum by (job) (g) " + both + " on (job) k",
                        "odd " + both + " 0",
                        "odd " + both + " odd",
                        "odd " + both + " NaN",
                        "k " + both + " nothing",
                        "k " + both + " k");
            }
        }
        return topic;
    }

    private static Topic sets() {
        var topic = new Topic("sets", "", "15s", Samples.usual());
        for (String op : List.of("and", "or", "unless")) {
            topic.ask(
                    180,
                    "g " + op + " c",
                    "g " + op + " on (job) k",
                    "g " + op + " on (job, instance) c{instance=\"1\"}",
                    "g " + op + " ignoring (instance) c{job=\"a\"}",
                    "g " + op + " ignoring (instance) sum by (job) (c)",
                    "g " + op + " nothing",
                    "nothing " + op + " g",
                    "g " + op + " on () vector(1)",
                    "g " + op + " on () nothing",
                    "g{job=\"a\"} " + op + " g{job=\"b\"}",
                    "(g > 5) " + op + " (g < 10)",
                    "g " + op + " k",
                    "vector(1) " + op + " k",
                    "k " + op + " vector(1)",
                    "g " + op + " on (none) k");
        }
        topic.ask(
                180,
                "g > 1 or c > 1 unless k",
                "g and c or k",
                "k or g and c",
                "(k or g) and on (job) c{job=\"a\"}",
                "g > 1 and g < 10 or k",
                "k == 14 or k * 2 or vector(0)",
                "sum(nothing) or vector(0)");
        return topic;
    }

    private static Topic aggregations() {
        var topic = new Topic("aggregations", "", "15s", Samples.usual());
        for (String grouping : GROUPINGS) {
            for (String op :
                    List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar")) {
                topic.ask(180, op + grouping + " (g)", op + grouping + " (c)");
                topic.ask(427, op + grouping + " (rate(c[2m]))");
            }
            topic.ask(
                    180,
                    "topk" + grouping + " (1, c)",
                    "topk" + grouping + " (2, g)",
                    "bottomk" + grouping + " (1, c)",
                    "bottomk" + grouping + " (3, g)",
                    "quantile" + grouping + " (0.5, g)",
                    "quantile" + grouping + " (0.9, c)",
                    "count_values" + grouping + " (\"v\", c)",
                    "count_values" + grouping + " (\"job\", g)");
        }
        topic.ask(
                180,
                "topk(0, g)",
                "topk(-1, g)",
                "topk(99, g)",
                "topk(1.9, c)",
                "bottomk(0, g)",
                "topk(scalar(k{job=\"a\"}) - 12, g)",
                "sum(topk(2, c))",
                "quantile(-1, g)",
                "quantile(2, g)",
                "quantile(NaN, g)",
                "quantile(0, g)",
                "quantile(1, g)",
                "sum(nothing)",
                "count(nothing)",
                "topk(1, nothing)",
                "quantile(0.5, nothing)",
                "count_values(\"v\", nothing)",
                "count_values without (v) (\"v\", k)",
                "count_values(\"v\", k / 3)",
                "count_values(\"v\", vector(1e21))",
                "sum(g) by (job)",
                "sum without (job) (sum by (job, instance) (g))",
                "max by (job) (g) - min by (job) (g)",
                "sum by (job, instance) (g)",
                "sum by (__name__) ({job=\"a\"})",
                "count by (__name__) ({job=~\".+\"})",
                "avg(sum by (job) (g))",
                "sum by (zone) (k) / on () group_left () sum(k)",
                "count(g > 0)",
                "count(g > 1000)",
                "group(k) by (zone)",
                "stddev(g == 4)",
                "max(max_over_time(g[2m]))");
        return topic;
    }

    private static Topic oddAggregations() {
        var topic = new Topic("aggregations-odd-numbers", "", "15s", Samples.odd());
        for (String op :
                List.of("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar")) {
            for (String pick :
                    List.of(
                            "nan|one",
                            "inf|one",
                            "ninf|one",
                            "inf|ninf",
                            "inf|nan",
                            "zero|mhalf",
                            "big|tiny",
                            "nan",
                            "inf",
                            "one|minus|half|mhalf")) {
                topic.ask(120, op + "(odd{v=~\"" + pick + "\"})");
            }
            topic.ask(120, op + "(mix)");
        }
        for (String pick : List.of("nan|one|half", "inf|ninf|one", "nan", "zero|one|minus")) {
            topic.ask(
                    120,
                    "topk(2, odd{v=~\"" + pick + "\"})",
                    "bottomk(2, odd{v=~\"" + pick + "\"})",
                    "quantile(0.5, odd{v=~\"" + pick + "\"})",
                    "count_values(\"n\", odd{v=~\"" + pick + "\"})");
        }
        topic.ask(120, "count_values(\"n\", odd)", "count_values(\"n\", -odd)");
        return topic;
    }
}
