package dev.holdfast.detector.domain.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.ruletest.RuleTests;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A rule test whose every expectation is wrong: our complaints and promtool's must be the same, line by line.
/// So states, times, labels, templates and `ALERTS` series are compared, and the wording too.
class PromtoolAlertsTest {

    private static final String RULES =
            """
            groups:
            - name: g
              rules:
              - record: job:up:sum
                expr: sum by (job) (up)
                labels: {team: x}
              - alert: Few
                expr: job:up:sum < 2
                for: 2m
                labels: {severity: page, val: '{{ $value | humanize }}'}
                annotations: {summary: 'only {{ $value }} of {{ $labels.job }} in {{ $externalLabels.env }}', d: '{{ printf "%.3f" $value }} {{ $value | humanizePercentage }} {{ humanizeDuration 3725.0 }} {{ $labels }} {{ if gt $value 0.0 }}some{{ else }}none{{ end }}'}
              - alert: Down
                expr: up == 0
                annotations: {a: '{{ .Labels.instance | toUpper }} {{ .Value }} {{ reReplaceAll "(.*):.*" "$1" $labels.instance }} {{ title "hello world" }}', big: '{{ 1234567.891 }} {{ humanize 1234567.891 }} {{ humanize1024 123456.0 }} {{ 0.000012 }} {{ humanize 0.00012 }} {{ humanizeDuration 0.0123 }} {{ humanizeTimestamp 1435065584.128 }}'}
              - alert: HighRate
                expr: rate(c[2m]) > 0.1
                for: 1m
                keep_firing_for: 3m
              - alert: Meta
                expr: count(ALERTS{alertstate="firing"}) > 0
            """;

    private static final String SERIES =
            """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            tests:
            - interval: 1m
              external_labels: {env: prod}
              input_series:
              - {series: 'up{job="a", instance="h1:90"}', values: '1 1 1 0 0 0 0 0 1 1 1 1 1 1 1'}
              - {series: 'up{job="a", instance="h2:90"}', values: '1 1 1 1 1 0 0 stale _ _ 1 1 1 1'}
              - {series: 'up{job="b", instance="h3:90"}', values: '1x14'}
              - {series: 'c{x="1"}', values: '0+30x4 120x10'}
              alert_rule_test:
            """;

    private static String test() {
        var test = new StringBuilder(SERIES);
        for (int minute = 0; minute < 15; minute++) {
            for (String alert : List.of("Few", "Down", "HighRate", "Meta")) {
                test.append(
                        "  - {eval_time: %dm, alertname: %s, exp_alerts: [{exp_labels: {no: such}}]}%n"
                                .formatted(minute, alert));
            }
        }
        test.append("  promql_expr_test:\n");
        for (String expr :
                List.of(
                        "ALERTS",
                        "ALERTS_FOR_STATE",
                        "count_over_time(ALERTS[20m])",
                        "job:up:sum")) {
            for (int minute = 1; minute < 15; minute += 2) {
                test.append(
                        "  - {expr: '%s', eval_time: %dm, exp_samples: [{labels: zz, value: 1}]}%n"
                                .formatted(expr, minute));
            }
        }
        return test.toString();
    }

    @Test
    void alerts_go_through_their_states_as_under_promtool(@TempDir Path folder) throws Exception {
        assumeTrue(
                Promtool.installed(),
                "promtool is not installed; Debian's prometheus package brings it");
        Files.writeString(folder.resolve("rules.yml"), RULES);
        Files.writeString(folder.resolve("test.yml"), test());
        Process process =
                new ProcessBuilder("promtool", "test", "rules", "test.yml")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("out").toFile())
                        .start();
        assertThat(process.waitFor()).isEqualTo(1);
        List<String> theirs =
                Files.readAllLines(folder.resolve("out")).stream()
                        .skip(2)
                        .filter(line -> !line.isBlank())
                        .toList();

        List<String> ours =
                RuleTests.run("test.yml", test(), _ -> RULES, Dialect.PROMQL_2).stream()
                        .flatMap(String::lines)
                        .filter(line -> !line.isBlank())
                        .toList();

        assertThat(ours).hasSizeGreaterThan(300).isEqualTo(theirs);
    }
}
