package dev.holdfast.detector.domain.ruletest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.promql.Dialect;

import org.junit.jupiter.api.Test;

import java.util.List;

class RuleTestsTest {

    private static final String RULES =
            """
            groups:
            - name: example
              rules:
              - alert: InstanceDown
                expr: up == 0
                for: 5m
                labels: {severity: page}
                annotations: {summary: "Instance {{ $labels.instance }} down"}
              - record: 'job:up:sum'
                expr: sum by (job) (up)
            """;

    private static final String TEST =
            """
            rule_files: [rules.yml]
            evaluation_interval: 1m
            tests:
            - interval: 1m
              input_series:
              - series: 'up{job="prometheus", instance="localhost:9090"}'
                values: '0+0x20'
              - series: 'up{job="node", instance="localhost:9100"}'
                values: '1+0x6 0x14'
              alert_rule_test:
              - eval_time: 10m
                alertname: InstanceDown
                exp_alerts:
                - exp_labels: {severity: page, instance: 'localhost:9090', job: prometheus}
                  exp_annotations: {summary: "Instance localhost:9090 down"}
              promql_expr_test:
              - expr: job:up:sum
                eval_time: 4m
                exp_samples:
                - {labels: 'job:up:sum{job="node"}', value: 1}
                - {labels: 'job:up:sum{job="prometheus"}', value: 0}
            """;

    private static List<String> run(String test) {
        return RuleTests.run("test.yml", test, _ -> RULES, Dialect.PROMQL_3);
    }

    @Test
    void a_promtool_file_passes_unchanged() {
        assertThat(run(TEST)).isEmpty();
    }

    @Test
    void a_mismatch_reads_as_under_promtool() {
        assertThat(run(TEST.replace("value: 1}", "value: 3}")))
                .containsExactly(
                        """
                        expr: "job:up:sum", time: 4m,
                            exp: {__name__="job:up:sum", job="node"} 3E+00, {__name__="job:up:sum", job="prometheus"} 0E+00
                            got: {__name__="job:up:sum", job="node"} 1E+00, {__name__="job:up:sum", job="prometheus"} 0E+00\
                        """
                                .indent(0)
                                .stripTrailing()
                                .replaceFirst("^", "    ")
                                .replace("\n    ", "\n        "));
    }

    @Test
    void an_alert_that_should_not_fire_is_told() {
        assertThat(run(TEST.replace("eval_time: 10m", "eval_time: 4m")).getFirst())
                .contains("alertname: InstanceDown, time: 4m,")
                .contains("got:[]");
    }
}
