package dev.holdfast.detector.domain.corpus;

import java.util.List;

/// Matchers, staleness and look-back, offsets and `@`.
final class SelectorQuestions {

    private SelectorQuestions() {}

    static List<Topic> topics() {
        return List.of(matchers(), staleness(), shifts(), durations());
    }

    private static Topic matchers() {
        var topic = new Topic("matchers", "", "15s", Samples.usual());
        topic.ask(
                150,
                "c",
                "c{}",
                "{__name__=\"c\"}",
                "{__name__=~\"c|k\"}",
                "{__name__=~\"g|k\",job=\"a\"}",
                "{__name__!=\"c\",job=\"a\"}",
                "{job=\"a\"}",
                "{job=~\"a|b\",instance=\"1\"}",
                "c{job=\"a\"}",
                "c{job!=\"a\"}",
                "c{job=~\"a.*\"}",
                "c{job!~\"a.*\"}",
                "c{job=~\"\"}",
                "c{job=~\".*\"}",
                "c{job=~\".+\"}",
                "c{job=\"\"}",
                "c{job!=\"\"}",
                "c{none=\"\"}",
                "c{none!=\"\"}",
                "c{none=~\"\"}",
                "c{none!~\".+\"}",
                "c{none=~\".*\"}",
                "c{instance=~\"[12]\"}",
                "c{instance=~\"1|3\"}",
                "c{instance!~\"1|3\"}",
                "c{instance=~\"^1$\"}",
                "c{instance=~\"(?i)A|2\"}",
                "c{instance=~\"\\\\d\"}",
                "c{instance='1'}",
                "c{instance=`1`}",
                "c{job=\"a\",instance=\"1\",}",
                "c{job=\"a\",job=\"b\"}",
                "c{job=\"a\",job=~\".*\"}",
                "c{job=\"\\x61\"}",
                "c{job=\"\\u0061\"}",
                "c{job=\"A\"}",
                "c{job=\"a\\n\"}",
                "nothing",
                "{x=\"1\"}",
                "{x=\"1\",__name__!~\"gone|flap\"}");
        return topic;
    }

    private static Topic staleness() {
        var topic = new Topic("staleness", "", "15s", Samples.usual());
        for (long at : List.of(0, 14, 59, 60, 61, 74, 75, 76, 90, 360, 361, 375)) {
            topic.ask(at, "gone", "one", "count_over_time(gone[1m])", "late");
        }
        for (long at : List.of(0, 45, 60, 299, 300, 359, 360, 361, 400, 630, 700)) {
            topic.ask(at, "flap", "changes(flap[5m])", "last_over_time(flap[2m])");
        }
        for (long at : List.of(1180, 1200, 1215, 1220, 1400)) {
            topic.ask(at, "c", "count(g)", "absent(k)", "sum(c) / count(c)", "k + on (job) k");
        }
        return topic;
    }

    private static Topic shifts() {
        var topic = new Topic("offset-and-at", "", "15s", Samples.usual());
        for (String shift :
                List.of(
                        "offset 1m",
                        "offset -1m",
                        "offset 1h",
                        "offset 2m30s",
                        "@ 100",
                        "@ 100.5",
                        "@ 0",
                        "@ -10",
                        "@ 1000",
                        "@ start()",
                        "@ end()",
                        "@ 200 offset 1m",
                        "offset 1m @ 200",
                        "@ 200 offset -1m",
                        "@ end() offset 1m",
                        "@ 1e2",
                        "offset 15s")) {
            topic.ask(
                    300,
                    "k " + shift,
                    "gone " + shift,
                    "rate(c[1m] " + shift + ")",
                    "count_over_time(g[2m] " + shift + ")",
                    "sum_over_time(k[1m:15s] " + shift + ")");
        }
        topic.ask(
                300,
                "k - k offset 1m",
                "k / (k offset 2m) > 1",
                "sum(k offset 1m)",
                "rate(c[2m]) / rate(c[2m] offset 2m)",
                "max_over_time((k @ 100)[2m:30s])",
                "max_over_time((k offset 1m)[2m:30s] offset 1m)",
                "timestamp(k @ end())",
                "k @ 100 + k @ 200",
                "-k offset 1m",
                "k{job=\"a\"} offset 1m > bool 5");
        return topic;
    }

    private static Topic durations() {
        var topic = new Topic("durations", "", "15s", Samples.usual());
        for (String d :
                List.of(
                        "1ms", "15000ms", "15s", "60s", "1m", "1m30s", "1h", "1h30m", "1d", "1w",
                        "1y", "0h5m", "2m0s", "1m1ms")) {
            topic.ask(300, "count_over_time(k[" + d + "])", "sum_over_time(k[" + d + ":30s])");
        }
        return topic;
    }
}
