package dev.holdfast.detector.domain.corpus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One file of the corpus: series, and what is asked of them.
///
/// @param ruleFile the rules that run over the series, in the folder of the corpus; empty where there are none
/// @param series the samples in promtool's notation by series
final class Topic {

    /// An expression and when it is asked, seconds.
    record Ask(String expr, long seconds) {}

    /// An alert and when its state is asked, seconds.
    record AskAlert(String name, long seconds) {}

    final String name;
    final String ruleFile;
    final String interval;
    final Map<String, String> series;
    final List<Ask> asks = new ArrayList<>();
    final List<AskAlert> alerts = new ArrayList<>();

    Topic(String name, String ruleFile, String interval, Map<String, String> series) {
        this.name = name;
        this.ruleFile = ruleFile;
        this.interval = interval;
        this.series = series;
    }

    Topic ask(long seconds, String... exprs) {
        for (String expr : exprs) {
            Ask ask = new Ask(expr, seconds);
            if (!asks.contains(ask)) {
                asks.add(ask);
            }
        }
        return this;
    }

    Topic askAlert(String alert, long... seconds) {
        for (long at : seconds) {
            alerts.add(new AskAlert(alert, at));
        }
        return this;
    }
}
