package dev.holdfast.detector.domain.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;

import java.util.List;

class RuleFilesTest {

    @Test
    void every_problem_is_told_at_once_with_its_place() {
        String text =
                """
                groups:
                - name: one
                  intervall: 1m
                  rules:
                  - alert: A
                    expr: |
                      sum(
                        rte(x[5m])
                      ) > 1
                    for: 5 minutes
                    annotations:
                      summary: "{{ $lables.job }} is down"
                  - expr: up
                  - record: a b
                    expr: up ==
                    for: 1m
                - name: one
                """;
        RuleProblems problems =
                catchThrowableOfType(RuleProblems.class, () -> RuleFiles.read("r.yml", text));
        assertThat(problems.problems())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "r.yml:3:3: unknown key \"intervall\" in a group (did you mean interval?)",
                        "r.yml:8:9: unknown function with name \"rte\" (did you mean rate?)",
                        "r.yml:10:10: not a valid duration string: \"5 minutes\"; write it as 5m or 1h30m",
                        "r.yml:12:20: undefined variable \"$lables\" (did you mean $labels?)",
                        "r.yml:13:5: a rule needs either alert or record",
                        "r.yml:14:13: invalid recording rule name: \"a b\"",
                        "r.yml:15:16: unexpected end of input, expected an expression",
                        "r.yml:16:10: invalid field 'for' in recording rule",
                        "r.yml:17:9: groupname: \"one\" is repeated in the same file");
    }

    @Test
    void a_whole_group_is_read() {
        RuleFile file =
                RuleFiles.read(
                        "r.yml",
                        """
                        groups:
                        - name: shop
                          interval: 30s
                          limit: 10
                          query_offset: 1m
                          rules:
                          - alert: Slow
                            expr: p95 > 2
                            for: 1m30s
                            keep_firing_for: 5m
                            labels: {severity: P1}
                            annotations: {summary: 'p95 is {{ $value | humanizeDuration }}'}
                        """);
        RuleGroup group = file.groups().getFirst();
        assertThat(group.queryOffset()).isEqualTo(60_000);
        var rule = (Rule.Alerting) group.rules().getFirst();
        assertThat(List.of(rule.hold(), rule.keepFiring())).containsExactly(90_000L, 300_000L);
        assertThat(rule.noData()).isEqualTo(NoData.HOLD);
        assertThat(file.remarks()).hasSize(1);
    }

    @Test
    void what_a_prometheus_would_refuse_is_remarked_and_a_confidence_that_is_none_is_a_problem() {
        String text =
                """
                groups:
                - name: g
                  rules:
                  - {alert: A, expr: 'mann_whitney(a[5m], a[5m] offset 5m, 0.98, 20) > 0.7'}
                """;
        assertThat(RuleFiles.read("r.yml", text).remarks())
                .singleElement()
                .asString()
                .startsWith("r.yml:4:22: mann_whitney() is Holdfast's own");
        assertThat(
                        catchThrowableOfType(
                                RuleProblems.class,
                                () -> RuleFiles.read("r.yml", text.replace("0.98", "98"))))
                .hasMessageContaining("a confidence lies between 0.5 and 1");
    }

    @Test
    void broken_yaml_is_one_problem_with_its_place() {
        RuleProblems problems =
                catchThrowableOfType(
                        RuleProblems.class, () -> RuleFiles.read("r.yml", "groups:\n- name: [a\n"));
        assertThat(problems.problems()).hasSize(1);
        assertThat(problems.getMessage()).startsWith("r.yml:3:1: no YAML");
    }
}
