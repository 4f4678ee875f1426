package dev.holdfast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// `test`, `backtest` and `check` of rule files, which need no house.
class RuleCommandsTest {
    private static final String RULES =
            """
            groups:
            - name: g
              rules:
              - alert: Many
                expr: v > 1
                for: 30s
                labels: {severity: page}
                annotations: {text: "{{ $labels.x }} is {{ $value | humanize }}"}
              - record: twice
                expr: v * 2
            """;
    @TempDir Path folder;

    record Result(int exitCode, String out, String err) {}

    private static Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code =
                Holdfast.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(arguments);
        return new Result(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource({"slo, absent.yml, there is no such file", "slo, ., it is a folder"})
    void a_file_that_cannot_be_read_is_said_in_words(String command, String name, String why) {
        Result result = run(command, folder.resolve(name).toString());
        assertThat(result.exitCode()).isEqualTo(Exit.USAGE);
        assertThat(result.err()).contains(why).doesNotContain("Exception");
    }

    private String write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return file.toString();
    }

    /// The same bytes to the same streams, the same exit code.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "  promql_expr_test: [{expr: twice, eval_time: 1m, exp_samples: [{labels: 'twice{x=\"a\"}', value: 4}]}]",
                "  promql_expr_test: [{expr: twice, eval_time: 90s, exp_samples: [{labels: 'twice{x=\"a\"}', value: 5}]}]",
                "  promql_expr_test: [{expr: 'v[1m]', eval_time: 1m}, {expr: 'v + \"x\"', eval_time: 1m}]",
                "  promql_expr_test: [{expr: v, eval_time: 1m, exp_samples: [{labels: '{}', value: 5}, {labels: v, value: .nan}]}]",
                "  promql_expr_test: [{expr: vector(1), eval_time: 1h30m, exp_samples: [{labels: '{}', value: -1e10}]}]",
                "  alert_rule_test: [{eval_time: 2m, alertname: Many, exp_alerts: []}]",
                "  alert_rule_test: [{eval_time: 1h, alertname: Many, exp_alerts: [{exp_labels: {x: b}, exp_annotations: {a: \"z\"}}]}]",
                "  alert_rule_test: [{eval_time: 2m, alertname: Many, exp_alerts: [{exp_labels: {x: a, severity: page}, exp_annotations: {text: a is 3k}}]}]",
                "  alert_rule_test: [{eval_time: 1m, alertname: Nobody, exp_alerts: []}]",
            })
    void what_is_printed_is_what_promtool_prints(String questions) throws Exception {
        assumeTrue(onPath("promtool"), "needs promtool (Debian: apt install prometheus)");
        write("r1.rules.yml", RULES);
        String file =
                write(
                        "t.yml",
                        """
                        rule_files: ['r*.rules.yml', nothing.yml]
                        evaluation_interval: 1m
                        tests:
                        - name: first
                          interval: 1m
                          input_series: [{series: 'v{x="a"}', values: '1 2 3000'}]
                        """
                                + questions);

        Result theirs = promtool(file);
        Result ours = run("test", "--dialect", "promql-2", file);

        assertThat(ours).isEqualTo(theirs);
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    }

    private Result promtool(String file) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder("promtool", "test", "rules", file)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        int code = process.waitFor();
        return new Result(code, Files.readString(out), Files.readString(err));
    }

    @Test
    void the_tests_of_the_shops_pack_pass() {
        Result result = run("test", "../packs/shop/tests/triggers.test.yml");

        assertThat(result)
                .isEqualTo(
                        new Result(
                                0,
                                "Unit Testing:  ../packs/shop/tests/triggers.test.yml\n  SUCCESS\n\n",
                                ""));
    }

    @Test
    void a_wrong_test_file_is_told_with_its_places() throws IOException {
        String file = write("t.yml", "rule_files: [r.yml]\ntests:\n- intervall: 1m\n");

        Result result = run("test", file);

        assertThat(result.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(result.err())
                .contains(
                        "t.yml:3:3: unknown key \"intervall\" in a test (did you mean interval?)");
    }

    @Test
    void objectives_become_rules_that_can_be_checked_and_what_is_wrong_has_its_place()
            throws IOException {
        String slo =
                """
                apiVersion: openslo/v1
                kind: SLO
                metadata: {name: availability}
                spec:
                  service: checkout
                  indicator:
                    metadata: {name: served}
                    spec:
                      ratioMetric:
                        counter: true
                        bad: {metricSource: {spec: {query: 'errors_total'}}}
                        total: {metricSource: {spec: {query: 'requests_total'}}}
                  timeWindow: [{duration: 30d, isRolling: true}]
                  objectives: [{target: 0.999}]
                """;
        Result rules = run("slo", write("a.slo.yml", slo));
        assertThat(rules.out()).contains("rate(errors_total[3d])", "> 0.0144");
        assertThat(run("check", write("made.yml", rules.out())).out())
                .contains("4 rules, nothing wrong");
        assertThat(run("check", write("a.slo.yml", slo)).out()).contains("2 rules, nothing wrong");
        Result wrong = run("slo", write("b.slo.yml", slo.replace("0.999", "2")));
        assertThat(wrong.out()).contains("b.slo.yml:14:25: a target lies between 0 and 1");
    }

    @Test
    void a_backtest_tells_each_trigger_of_recorded_samples() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int second = 0; second <= 300; second += 5) {
            int value = second >= 60 && second < 180 ? 2 : 0;
            lines.add("v{x=\"a\"} %d %d".formatted(value, 1_700_000_000_000L + second * 1000L));
        }
        String samples = write("samples.txt", String.join("\n", lines));
        String rules = write("r.yml", RULES);

        Result result = run("backtest", rules, "--samples", samples);

        assertThat(result.exitCode()).isZero();
        assertThat(result.out().lines())
                .containsExactly(
                        "2023-11-14T22:14:50Z  raised   Many{severity=\"page\", x=\"a\"}  value 2",
                        "2023-11-14T22:16:20Z  cleared  Many{severity=\"page\", x=\"a\"}  value 2",
                        "61 samples of 1 series from 2023-11-14T22:13:20Z to 2023-11-14T22:18:20Z, 242 evaluations, 1 triggers raised");
    }

    @Test
    void a_backtest_reads_answers_of_query_range() throws IOException {
        String samples =
                write(
                        "range.json",
                        """
                        {"status":"success","data":{"resultType":"matrix","result":[
                          {"metric":{"__name__":"v","x":"b"},
                           "values":[[1700000000,"0"],[1700000010.5,"7"],[1700000045,"7"]]}]}}
                        """);
        String rules = write("r.yml", RULES);

        assertThat(run("backtest", rules, "--samples", samples).out())
                .contains(
                        "2023-11-14T22:14:00.500Z  raised   Many{severity=\"page\", x=\"b\"}  value 7");
    }

    @Test
    void samples_that_cannot_be_read_name_their_line() throws IOException {
        String samples = write("samples.txt", "v 1 1000\nv{x= 2 2000\n");

        Result result = run("backtest", write("r.yml", RULES), "--samples", samples);

        assertThat(result.exitCode()).isEqualTo(Exit.FAILED);
        assertThat(result.err()).contains("samples.txt: line 2: ");
    }

    @Test
    void a_rule_file_is_checked_without_a_pack() throws IOException {
        String good = write("good.yml", RULES + "  - record: twice\n    expr: v + v\n");
        String bad = write("bad.yml", RULES.replace("v > 1", "v > "));

        assertThat(run("check", good).out())
                .contains("2 rules are named twice {} with the same labels")
                .contains("good.yml: 3 rules, nothing wrong");
        assertThat(run("check", bad).exitCode()).isEqualTo(Exit.FAILED);
        assertThat(run("check", bad).out()).contains("bad.yml:5:14: unexpected end of input");
    }
}
