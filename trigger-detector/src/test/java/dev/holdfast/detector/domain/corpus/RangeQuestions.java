package dev.holdfast.detector.domain.corpus;

import java.util.List;

/// Every function over a range, and subqueries.
final class RangeQuestions {

    private static final List<String> FUNCTIONS =
            List.of(
                    "rate",
                    "increase",
                    "irate",
                    "delta",
                    "idelta",
                    "resets",
                    "changes",
                    "deriv",
                    "avg_over_time",
                    "min_over_time",
                    "max_over_time",
                    "sum_over_time",
                    "count_over_time",
                    "stddev_over_time",
                    "stdvar_over_time",
                    "last_over_time",
                    "present_over_time");

    private RangeQuestions() {}

    static List<Topic> topics() {
        return List.of(functions(), oddNumbers(), parameters(), subqueries(), absent());
    }

    private static Topic functions() {
        var topic = new Topic("range-functions", "", "15s", Samples.usual());
        for (String f : FUNCTIONS) {
            topic.ask(120, f + "(c[1m])", f + "(g{job=\"a\"}[90s])");
            topic.ask(247, f + "(c[3m])", f + "(g[2m])");
            topic.ask(150, f + "(gone[1m])", f + "(late[1m])", f + "(one[3m])");
            topic.ask(420, f + "(flap[7m])", f + "(flap[1m])", f + "(c[5m] offset 2m)");
            topic.ask(600, f + "(g[2m] @ 200)", f + "(c[10m])", f + "(late[10m])");
            topic.ask(15, f + "(c[15s])", f + "(c[14s])");
            topic.ask(300, f + "(nothing[5m])", f + "({x=\"1\",__name__!~\"flap|late\"}[1m])");
        }
        return topic;
    }

    private static Topic oddNumbers() {
        var topic = new Topic("range-odd-numbers", "", "15s", Samples.odd());
        for (String f : FUNCTIONS) {
            topic.ask(120, f + "(odd[1m])", f + "(mix[2m])");
            topic.ask(45, f + "(mix[1m])");
        }
        topic.ask(120, "quantile_over_time(0.5, mix[2m])", "predict_linear(mix[2m], 60)");
        topic.ask(120, "quantile_over_time(0.5, odd[2m])", "predict_linear(odd[2m], 60)");
        return topic;
    }

    private static Topic parameters() {
        var topic = new Topic("range-parameters", "", "15s", Samples.usual());
        for (String q : List.of("0", "0.1", "0.5", "0.95", "1", "-0.1", "1.1", "NaN", "Inf")) {
            topic.ask(300, "quantile_over_time(" + q + ", g[4m])");
            topic.ask(150, "quantile_over_time(" + q + ", one[5m])");
        }
        topic.ask(300, "quantile_over_time(scalar(k{job=\"a\"}) / 40, c[2m])");
        for (String t : List.of("0", "60", "-60", "3600", "0.5", "Inf", "NaN")) {
            topic.ask(300, "predict_linear(g{job=\"a\"}[4m], " + t + ")");
            topic.ask(247, "predict_linear(c[2m], " + t + ")");
        }
        topic.ask(300, "predict_linear(one[5m], 60)", "predict_linear(k[2m] offset 1m, 60)");
        topic.ask(300, "predict_linear(k[2m] @ 100, 60)", "predict_linear(k[2m], time())");
        return topic;
    }

    private static Topic subqueries() {
        var topic = new Topic("subqueries", "", "15s", Samples.usual());
        for (String f : FUNCTIONS) {
            topic.ask(300, f + "(g[3m:30s])", f + "(c[4m:])");
        }
        topic.ask(
                307,
                "max_over_time(rate(c[1m])[3m:30s])",
                "min_over_time(sum by (job) (g)[2m:15s])",
                "avg_over_time((g > 0)[5m:1m])",
                "count_over_time((g > 0)[5m:20s] offset 1m)",
                "sum_over_time(c[2m:30s] @ 200)",
                "sum_over_time((c offset 30s)[2m:30s])",
                "max_over_time(max_over_time(g[1m:15s])[3m:1m])",
                "rate(sum(c)[5m:1m])",
                "quantile_over_time(0.5, k[5m:1m])",
                "predict_linear(k[5m:1m], 600)",
                "absent_over_time(nothing[5m:1m])",
                "absent_over_time(k[5m:1m])",
                "sum_over_time(vector(1)[5m:7s])",
                "max_over_time(timestamp(gone)[10m:15s])",
                "last_over_time(gone[10m:15s])",
                "last_over_time((k * 2)[1m:15s])",
                "sum_over_time(k[1s:1ms] @ 100)",
                "stddev_over_time(rate(c[30s])[2m:45s])",
                "deriv(rate(c[2m])[5m:30s])",
                "count_over_time(flap[15m:1m])",
                "count_over_time(k[1m:2m])",
                "resets((c % 50)[10m:15s])");
        return topic;
    }

    private static Topic absent() {
        var topic = new Topic("absent", "", "15s", Samples.usual());
        topic.ask(
                300,
                "absent(nothing)",
                "absent(k)",
                "absent(k{job=\"c\"})",
                "absent(k{job=\"c\",zone=\"z\",x!=\"y\"})",
                "absent(k{job=~\"c\"})",
                "absent({job=\"c\"})",
                "absent({job=\"c\",job=\"d\"})",
                "absent(sum(nothing))",
                "absent(nothing{a=\"1\"} > 3)",
                "absent(k > 1000)",
                "absent((nothing{a=\"1\"}))",
                "absent(rate(nothing{a=\"1\"}[5m]))",
                "absent(vector(1))",
                "absent(absent(k))",
                "absent(gone)",
                "absent_over_time(nothing[5m])",
                "absent_over_time(nothing{a=\"1\",b=\"2\"}[5m])",
                "absent_over_time(gone{x=\"1\"}[5m])",
                "absent_over_time(gone{x=\"1\"}[1m])",
                "absent_over_time(k[5m])",
                "absent_over_time(late{x=\"1\"}[2m] @ 100)",
                "absent_over_time(rate(nothing[5m])[5m:1m])",
                "absent_over_time({__name__=~\"noth.*\",a=\"1\"}[5m])");
        topic.ask(75, "absent(gone)", "absent(gone{x=\"1\"})", "absent_over_time(one[10s])");
        topic.ask(74, "absent(gone)", "absent(late)", "absent_over_time(one[14s])");
        return topic;
    }
}
