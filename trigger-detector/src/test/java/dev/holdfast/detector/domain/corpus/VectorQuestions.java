package dev.holdfast.detector.domain.corpus;

import java.util.List;

/// Functions that take each number for itself, dates, labels and histograms.
final class VectorQuestions {

    private static final List<String> EACH =
            List.of(
                    "abs", "ceil", "floor", "exp", "ln", "log2", "log10", "sqrt", "sgn", "round",
                    "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh",
                    "acosh", "atanh", "deg", "rad");
    private static final List<String> DATES =
            List.of(
                    "minute",
                    "hour",
                    "day_of_week",
                    "day_of_month",
                    "day_of_year",
                    "days_in_month",
                    "month",
                    "year");

    private VectorQuestions() {}

    static List<Topic> topics() {
        return List.of(each(), dates(), scalars(), labels(), histograms());
    }

    private static Topic each() {
        var topic = new Topic("vector-functions", "", "15s", Samples.usual());
        topic.series.putAll(Samples.odd());
        for (String f : EACH) {
            topic.ask(150, f + "(g)", f + "(k / 7)", f + "(nothing)");
            // an argument of 1e300 has no agreed sine
            topic.ask(150, f + "(odd{v!~\"big|date\"})", f + "(avg by (job) (c))");
        }
        for (String n : List.of("0.1", "5", "0.25", "-2", "0", "NaN", "Inf", "1e10")) {
            topic.ask(150, "round(g, " + n + ")", "round(odd, " + n + ")");
            topic.ask(150, "clamp_min(g, " + n + ")", "clamp_max(odd, " + n + ")");
            topic.ask(150, "clamp(g, -2, " + n + ")", "clamp(odd, " + n + ", 100)");
        }
        return topic;
    }

    private static Topic dates() {
        var topic = new Topic("dates", "", "15s", Samples.odd());
        for (String f : DATES) {
            topic.ask(150, f + "()", f + "(odd)", f + "(vector(time()))");
            topic.ask(
                    450,
                    f + "(vector(1582934400))", // the last day of a February
                    f + "(vector(1709251199.9))",
                    f + "(vector(951782400))",
                    f + "(vector(-1))",
                    f + "(vector(253402300799))",
                    f + "(vector(1e17))",
                    f + "(vector(1e20))",
                    f + "(vector(-1e12))");
        }
        return topic;
    }

    private static Topic scalars() {
        var topic = new Topic("scalars-and-time", "", "15s", Samples.usual());
        topic.ask(
                307,
                "time()",
                "time() - 7",
                "pi()",
                "vector(time())",
                "vector(1)",
                "vector(NaN)",
                "vector(-Inf)",
                "scalar(one)",
                "scalar(k)",
                "scalar(nothing)",
                "scalar(k{job=\"a\"})",
                "scalar(k{job=\"a\"}) + k",
                "scalar(vector(3)) ^ 2",
                "timestamp(k)",
                "timestamp(gone)",
                "timestamp(k offset 1m)",
                "timestamp(k @ 100)",
                "timestamp(timestamp(k))",
                "timestamp(k + 0)",
                "timestamp((k))",
                "time() - timestamp(one)",
                "sort(k)",
                "sort_desc(g)",
                "sort(nothing)",
                "1",
                "-1",
                "0x1F",
                "0X1f",
                "1e3",
                "1.5E-3",
                ".5",
                "5.",
                "Inf",
                "-Inf",
                "NaN",
                "+1",
                "- - 1",
                "1 + 2 * 3",
                "(1 + 2) * 3",
                "2 ^ 3 ^ 2",
                "-2 ^ 2",
                "(-2) ^ 2",
                "7 % 3",
                "-7 % 3",
                "7 % -3",
                "7.5 % 2",
                "1 / 0",
                "-1 / 0",
                "0 / 0",
                "5 % 0",
                "1 atan2 2",
                "2 > bool 1",
                "1 == bool 1",
                "NaN == bool NaN",
                "NaN != bool NaN",
                "Inf == bool Inf",
                "1 <= bool 1",
                "8 / 2 / 2",
                "8 - 2 - 2",
                "2 * 3 % 4",
                "-(1 + 2)",
                "1 - -1",
                "1 + 1 # a comment",
                "0.1 + 0.2",
                "1e308 * 10",
                "vector(1) + vector(2)",
                "vector(1) > 0");
        return topic;
    }

    private static Topic labels() {
        var topic = new Topic("labels", "", "15s", Samples.usual());
        topic.ask(
                150,
                "label_replace(k, \"new\", \"$1\", \"zone\", \"(.*)\")",
                "label_replace(k, \"new\", \"${1}-x\", \"zone\", \"(.*)\")",
                "label_replace(k, \"new\", \"$1x\", \"zone\", \"(.*)\")",
                "label_replace(k, \"new\", \"fix\", \"zone\", \"x\")",
                "label_replace(k, \"new\", \"$2\", \"job\", \"(.)|(z)\")",
                "label_replace(k, \"zone\", \"\", \"zone\", \".*\")",
                "label_replace(k, \"zone\", \"$1\", \"job\", \"(.)\")",
                "label_replace(k, \"new\", \"$1\", \"none\", \"(.*)\")",
                "label_replace(k, \"new\", \"none\", \"none\", \"\")",
                "label_replace(k, \"__name__\", \"kk\", \"zone\", \".*\")",
                "label_replace(k, \"new\", \"$1\", \"__name__\", \"(.*)\")",
                "label_replace(k, \"new\", \"$name\", \"zone\", \"(?P<name>.)\")",
                "label_replace(k, \"new\", \"$$1\", \"zone\", \"(.)\")",
                "label_replace(k, \"new\", \"a\", \"zone\", \"X\")",
                "label_replace(k, \"new\", \"a\", \"zone\", \"(?i)X\")",
                "label_replace(rate(c[1m]), \"node\", \"n$1\", \"instance\", \"(\\\\d+)\")",
                "label_replace(nothing, \"a\", \"b\", \"c\", \"d\")",
                "label_join(k, \"new\", \"-\", \"job\", \"zone\")",
                "label_join(k, \"new\", \"\", \"job\", \"zone\", \"job\")",
                "label_join(k, \"new\", \"-\", \"none\")",
                "label_join(k, \"new\", \"-\", \"none\", \"zone\")",
                "label_join(k, \"zone\", \"/\", \"zone\", \"zone\")",
                "label_join(k, \"zone\", \"/\", \"none\")",
                "label_join(k, \"__name__\", \"_\", \"__name__\", \"job\")",
                "label_join(nothing, \"a\", \"b\", \"c\")",
                "sum by (new) (label_replace(g, \"new\", \"$1\", \"job\", \"(.*)\"))",
                "label_join(sum by (job) (g), \"new\", \",\", \"job\")");
        return topic;
    }

    private static Topic histograms() {
        var topic = new Topic("histograms", "", "15s", Samples.histograms());
        for (String q : List.of("0", "0.01", "0.5", "0.9", "0.99", "1", "-1", "2", "NaN")) {
            topic.ask(
                    300,
                    "histogram_quantile(" + q + ", h_bucket)",
                    "histogram_quantile(" + q + ", rate(h_bucket[5m]))",
                    "histogram_quantile(" + q + ", broken_bucket)",
                    "histogram_quantile(" + q + ", neg_bucket)");
        }
        for (String name : List.of("noinf", "odd", "zero", "only", "nan", "none")) {
            topic.ask(300, "histogram_quantile(0.5, " + name + "_bucket)");
            topic.ask(300, "histogram_quantile(0.9, " + name + "_bucket)");
        }
        topic.ask(
                420,
                "histogram_quantile(0.9, sum by (le) (rate(h_bucket[2m])))",
                "histogram_quantile(0.9, sum by (le, job) (rate(h_bucket[2m])))",
                "histogram_quantile(0.9, sum without (job) (increase(h_bucket[5m])))",
                "histogram_quantile(0.9, {__name__=~\"h_bucket|neg_bucket\"})",
                "histogram_quantile(scalar(zero_bucket{le=\"1\"}) + 0.5, h_bucket)",
                "histogram_quantile(0.9, h_bucket{le!=\"+Inf\"})",
                "histogram_quantile(0.9, h_bucket{le=~\"0.1|\\\\+Inf\"})",
                "histogram_quantile(0.9, rate(h_bucket[5m] offset 1m)) > 0.5",
                "histogram_quantile(0.9, label_replace(h_bucket, \"x\", \"y\", \"le\", \".*\"))",
                "sum(h_bucket{le=\"0.5\"}) / sum(h_bucket{le=\"+Inf\"})");
        return topic;
    }
}
