package dev.holdfast.detector.domain.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.LongStream;

/// Rules over time: each alert minute by minute, and the series that rules leave behind.
final class AlertQuestions {

    private AlertQuestions() {}

    static List<Topic> topics() {
        return List.of(states(), templates(), language(), recording());
    }

    private static long[] minutes(int last) {
        return LongStream.rangeClosed(0, last).map(minute -> minute * 60).toArray();
    }

    private static Topic states() {
        var series = new LinkedHashMap<String, String>();
        series.put("v{x=\"a\"}", "1 6 1 6 6 1 6 6 6 6 1 1 1 6 _ _ 6 6 6 stale _ 6 1 1");
        series.put("v{x=\"b\"}", "6 6 6 6 6 6 stale _ _ _ _ _ 9 9 9 9 9 9 9 9 0 0 0 0");
        series.put("v{x=\"c\"}", "_ _ 1 1 1 stale _ _ _ 1 2 3 4 5 6 7 8 9 10 1 1 1 _x3");
        var topic = new Topic("alert-states", "for-and-keep.rules.yml", "1m", series);
        for (String alert :
                List.of(
                        "Now",
                        "For1m",
                        "For3m",
                        "For90s",
                        "Keep2m",
                        "ForAndKeep",
                        "KeepLong",
                        "Missing",
                        "ByJob",
                        "Quick",
                        "OfState",
                        "Since")) {
            topic.askAlert(alert, minutes(25));
        }
        topic.askAlert("For1m", 270, 299, 301).askAlert("Nobody", 60);
        for (long at : minutes(24)) {
            topic.ask(at, "ALERTS{alertname=~\"For.*|Keep2m\"}", "count(ALERTS)");
            topic.ask(at, "ALERTS_FOR_STATE{alertname=~\"For3m|ForAndKeep\"}");
        }
        topic.ask(1500, "count_over_time(ALERTS[30m])", "changes(ALERTS_FOR_STATE[30m])");
        return topic;
    }

    private static Topic templates() {
        var series = new LinkedHashMap<String, String>();
        series.put("v{job=\"a\",instance=\"h1:90\"}", "1 12 0.25 1234567.891 0");
        series.put("v{job=\"a\",instance=\"h2:90\"}", "0 3 7 1e21 Inf");
        series.put("v{job=\"b\",instance=\"h1:91\"}", "5 0.00001 -4 9 NaN");
        var topic = new Topic("alert-templates", "templates.rules.yml", "1m", series);
        for (String alert : List.of("Plain", "Numbers", "Texts")) {
            topic.askAlert(alert, minutes(4));
        }
        topic.ask(240, "job:v:sum", "job:v:double", "{__name__=~\"job:v:.*\"} @ 60");
        return topic;
    }

    /// Go's template language as far as rules can reach it, right and wrong: one annotation a question.
    private static Topic language() {
        var series = new LinkedHashMap<String, String>();
        series.put("v{x=\"a\",job=\"j\"}", "7.25 1e10");
        series.put("v{x=\"b\",job=\"j\"}", "3 0.5");
        var topic =
                new Topic("alert-template-language", "template-language.rules.yml", "1m", series);
        for (String alert : List.of("Literals", "Verbs", "Wrong", "Flow", "Words")) {
            topic.askAlert(alert, minutes(1));
        }
        return topic.ask(60, "count(ALERTS)");
    }

    private static Topic recording() {
        var topic = new Topic("recording", "recording.rules.yml", "15s", Samples.usual());
        for (String alert : List.of("Burn", "Fell", "Twice")) {
            topic.askAlert(alert, minutes(18));
        }
        for (long at : minutes(18)) {
            topic.ask(at, "job:c:rate2m", "job:c:ratio", "job:c:max", "relabelled");
        }
        topic.ask(630, "number", "constant", "timestamp(number)", "time() - constant");
        topic.ask(930, "count_over_time(job:c:rate2m[10m])", "changes(constant[10m])");
        return topic;
    }
}
