package dev.holdfast.detector.domain.corpus;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A topic as a test file of promtool.
final class CorpusYaml {

    private static final Pattern ALERT = Pattern.compile("alertname: (\\w+), time: ([0-9hms]+), ?");
    private static final Pattern PART = Pattern.compile("(\\d+)([hms])");
    private static final String HEAD =
            """
            # Expectations of promtool 2.42.0. Written, not edited:
            #   mvn -pl trigger-detector test-compile
            #   cd trigger-detector && java -cp target/test-classes:target/classes \\
            #       dev.holdfast.detector.domain.corpus.CorpusWriter src/test/resources/promql-corpus
            """;

    private CorpusYaml() {}

    /// With expectations that cannot hold.
    static String question(Topic topic) {
        return text(topic, null);
    }

    static String of(Topic topic, PromtoolSays says) {
        return HEAD + text(topic, says);
    }

    private static String text(Topic topic, @Nullable PromtoolSays says) {
        var yaml = new StringBuilder();
        if (!topic.ruleFile.isEmpty()) {
            yaml.append("rule_files: [").append(topic.ruleFile).append("]\n");
        }
        yaml.append("evaluation_interval: 1m\ntests:\n- interval: ").append(topic.interval);
        yaml.append("\n  external_labels: {env: prod, region: eu}\n  input_series:\n");
        topic.series.forEach((series, values) ->
                yaml.append("  - {series: ")
                        .append(quoted(series))
                        .append(", values: ")
                        .append(quoted(values))
                        .append("}\n"));
        if (!topic.alerts.isEmpty()) {
            yaml.append("  alert_rule_test:\n");
            topic.alerts.forEach(ask -> alert(yaml, ask, says));
        }
        yaml.append("  promql_expr_test:\n");
        topic.asks.forEach(ask -> expr(yaml, ask, says));
        if (says == null || topic.asks.stream().noneMatch(ask -> ask.seconds() >= 1500)) {
            // promtool loads samples up to the last question only
            yaml.append(
                    "  - {expr: 'vector(0)', eval_time: 1500s, exp_samples: [{labels: '{}', value: 0}]}\n");
        }
        return yaml.toString();
    }

    private static void alert(StringBuilder yaml, Topic.AskAlert ask, @Nullable PromtoolSays says) {
        yaml.append("  - alertname: ").append(ask.name());
        yaml.append("\n    eval_time: ").append(ask.seconds()).append("s\n");
        if (says == null) {
            yaml.append("    exp_alerts: [{exp_labels: {no: such}}]\n");
            return;
        }
        List<CorpusWriter.Alert> alerts = says.alerts(ask);
        yaml.append(alerts.isEmpty() ? "    exp_alerts: []\n" : "    exp_alerts:\n");
        for (CorpusWriter.Alert alert : alerts) {
            yaml.append("    - exp_labels: ").append(map(alert.labels(), "alertname"));
            yaml.append("\n      exp_annotations: ").append(map(alert.annotations(), ""));
            yaml.append('\n');
        }
    }

    private static String map(Map<String, String> map, String without) {
        var text = new StringBuilder("{");
        map.forEach((key, value) -> {
            if (!key.equals(without)) {
                text.append(text.length() > 1 ? ", " : "").append(key).append(": ");
                text.append(doublyQuoted(value));
            }
        });
        return text.append('}').toString();
    }

    private static void expr(StringBuilder yaml, Topic.Ask ask, @Nullable PromtoolSays says) {
        if (says != null && says.refused(ask)) {
            yaml.append("  # promtool: ").append(says.why(ask)).append('\n');
        }
        yaml.append("  - expr: ").append(quoted(ask.expr()));
        yaml.append("\n    eval_time: ").append(ask.seconds()).append("s\n");
        if (says == null) {
            yaml.append("    exp_samples: [{labels: impossible, value: 1}]\n");
        } else if (!says.refused(ask)) {
            List<CorpusWriter.Sample> samples = says.samples(ask);
            yaml.append(samples.isEmpty() ? "    exp_samples: []\n" : "    exp_samples:\n");
            for (CorpusWriter.Sample sample : samples) {
                yaml.append("    - {labels: ").append(quoted(sample.labels()));
                yaml.append(", value: ").append(number(sample.value())).append("}\n");
            }
        }
    }

    /// As YAML writes what Go writes `+Inf`, `-Inf` and `NaN`.
    private static String number(String value) {
        return switch (value) {
            case "+Inf" -> ".inf";
            case "-Inf" -> "-.inf";
            case "NaN" -> ".nan";
            default -> value;
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String doublyQuoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }

    /// The question that a line of promtool's complaint answers.
    static Topic.AskAlert alertOf(String line) {
        Matcher alert = ALERT.matcher(line);
        if (!alert.matches()) {
            throw new IllegalStateException("promtool never wrote such a line: " + line);
        }
        long seconds = 0;
        Matcher part = PART.matcher(alert.group(2));
        while (part.find()) {
            seconds +=
                    Long.parseLong(part.group(1))
                            * switch (part.group(2)) {
                                case "h" -> 3_600;
                                case "m" -> 60;
                                default -> 1;
                            };
        }
        return new Topic.AskAlert(alert.group(1), seconds);
    }
}
