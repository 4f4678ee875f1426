package dev.holdfast.detector.domain.slo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.detector.domain.rules.RuleFiles;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class OpenSloTest {
    private static final Path GIVEN = Path.of("src/test/resources/slo/checkout.slo.yml");
    private static final Path GOLDEN = Path.of("src/test/resources/slo/checkout.rules.yml");

    private static String given() throws IOException {
        return Files.readString(GIVEN);
    }

    private static String rules(String text) {
        Problems problems = new Problems();
        String rules = OpenSlo.rules("checkout.slo.yml", text, false, problems);
        assertThat(problems.lines()).isEmpty();
        return rules;
    }

    private static List<String> problems(String text) {
        Problems problems = new Problems();
        var _ = OpenSlo.rules("s.yml", text, false, problems);
        return problems.lines();
    }

    /// `-Ddocs.apply=true` writes them anew.
    @Test
    void the_rules_are_those_of_the_workbook() throws IOException {
        String rules = rules(given());
        if (Boolean.getBoolean("docs.apply")) {
            Files.writeString(GOLDEN, rules);
        }
        assertThat(rules).isEqualTo(Files.readString(GOLDEN));
        assertThat(rules).contains("> 0.0144", "> 0.006", "> 0.28").doesNotContain("left-out");
        assertThat(RuleFiles.readOfPack("checkout.slo.yml", given()).groups()).hasSize(2);
    }

    @Test
    void a_real_prometheus_takes_them(@TempDir Path home) throws Exception {
        Path promtool = Path.of("/usr/bin/promtool");
        Assumptions.assumeTrue(Files.isExecutable(promtool), "no promtool: install prometheus");
        Path file = Files.writeString(home.resolve("rules.yml"), rules(given()));
        Process process =
                new ProcessBuilder(promtool.toString(), "check", "rules", file.toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    @Test
    void a_rate_that_no_budget_can_burn_at_is_left_out_and_said() throws IOException {
        assertThat(rules(given().replace("targetPercent: 90", "targetPercent: 50")))
                .contains("# 13.44 times a budget of 0.5 is more than everything: 1h and 5m");
    }

    @Test
    void a_rate_at_which_the_objective_is_kept_tells_nobody() throws IOException {
        assertThat(rules(given().replace("duration: 30d", "duration: 3d")))
                .contains("> 0.00144")
                .contains(
                        "# 0.6 times too fast is not too fast: over 3d, 6h and 30m tell nothing.");
        assertThat(problems(given().replace("duration: 30d", "duration: 2d")))
                .anyMatch(p -> p.contains("s.yml:20:27: expected a time from 3d to 1Y"));
        String week = rules(given().replace("duration: 30d", "duration: 7d"));
        assertThat(week).contains("> 0.00336", "> 0.0014").doesNotContain("not too fast");
        assertThat(rules(given().replace("duration: 4w", "duration: 1w")))
                .contains("in 3d: the budget of 7d burns more than 1 times too fast");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "target: 0.999 | target: 1.5 | s.yml:22:51: a target lies between 0 and 1",
                "target: 0.999 | target: 0.0 | s.yml:22:51: a target lies between 0 and 1",
                "duration: 30d | duration: 30s | s.yml:20:27: expected a time from 3d to 1Y",
                "Occurrences | Timeslices | s.yml:21:20: only Occurrences is kept",
                "indicatorRef: served | indicatorRef: serve | s.yml:19:17: the file has no `kind: SLI`",
                "openslo/v1 | openslo/v2alpha | s.yml:1:13: read is openslo/v1",
                "sum(http_requests | rate(http_requests | is no PromQL",
                "sum(http_requests | max(http_requests | it is not clear where the window",
                "type: Prometheus | type: Datadog | only queries of Prometheus are counted",
                "ratioMetric | thresholdMetric | a thresholdMetric is not counted",
                "service: checkout | alertPolicies: [x] | alertPolicies are not followed",
            })
    void what_cannot_be_kept_is_told_with_its_place(String from, String to, String told)
            throws IOException {
        assertThat(problems(given().replaceFirst(java.util.regex.Pattern.quote(from), to)))
                .anyMatch(p -> p.contains(told));
    }

    @Test
    void a_file_without_an_objective_is_told() {
        assertThat(problems("apiVersion: openslo/v1\nkind: Service\nmetadata: {name: a}\n"))
                .containsExactly(
                        "s.yml:1:1: the file has no objective: there is no `kind: SLO` in it");
    }
}
