package dev.holdfast.verifier.domain.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problem;
import dev.holdfast.verifier.Packs;
import dev.holdfast.verifier.domain.check.Check;
import dev.holdfast.verifier.domain.check.HttpCheck;
import dev.holdfast.verifier.domain.check.MetricsCheck;
import dev.holdfast.verifier.domain.check.SqlCheck;
import dev.holdfast.verifier.domain.check.VersionCheck;
import dev.holdfast.verifier.domain.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

class ChecksFileTest {
    private static List<String> problems(String checks) {
        return Rules.problems(Packs.with(checks)).stream().map(Problem::toString).toList();
    }

    @Test
    void the_shop_of_the_description_is_read_whole() {
        assertThat(Rules.problems(Packs.with(Packs.SHOP))).isEmpty();
        Checks checks = Rules.read(Packs.with(Packs.SHOP)).orElseThrow().checks();
        assertThat(kind(checks, "health")).isInstanceOf(HttpCheck.class);
        assertThat(kind(checks, "version")).isInstanceOf(VersionCheck.class);
        assertThat(kind(checks, "totals")).isInstanceOf(SqlCheck.class);
        assertThat(kind(checks, "error-ratio")).isInstanceOf(MetricsCheck.class);
        assertThat(checks.standing()).containsEntry("totals", Duration.ofSeconds(30));
        Stage stage = checks.stage("immediate").orElseThrow();
        assertThat(stage.window()).isEqualTo(Duration.ofSeconds(60));
        assertThat(stage.criteria()).hasSize(5);
        assertThat(stage.criteria().getLast().hold()).isEqualTo(Duration.ofSeconds(5));
        assertThat(stage.criteria().getFirst().polling().slowest())
                .isEqualTo(Duration.ofMillis(2500));
    }

    private static Check kind(Checks checks, String name) {
        return Objects.requireNonNull(checks.checks().get(name)).check();
    }

    @Test
    void a_rule_that_the_pack_does_not_have_is_named_with_the_nearest_one() {
        String checks = "checks: { it: { alert: { rules: [Slow, HighErorRatio] } } }\n";
        PackFiles pack =
                PackFiles.of(
                        "shop",
                        Map.of(
                                "pack.yml",
                                Packs.MANIFEST,
                                "checks.yml",
                                checks,
                                "triggers.yml",
                                "rule-files: [rules/more.yml]\ngroups: [{name: g, rules: [{alert: Slow, expr: x}]}]\n",
                                "rules/more.yml",
                                "groups: [{name: h, rules: [{alert: HighErrorRatio, expr: y}]}]\n"));
        assertThat(Rules.problems(pack))
                .singleElement()
                .satisfies(p ->
                        assertThat(p.toString())
                                .startsWith("checks.yml:1:40: no alerting rule of this pack")
                                .contains("did you mean 'HighErrorRatio'?"));
        assertThat(problems("checks: { it: { alert: { alertmanager: \"http://127.0.0.1\" } } }\n"))
                .anyMatch(p -> p.contains("'alive' is missing"));
    }

    @Test
    void a_check_is_a_stage_of_its_own_for_whoever_asks_for_it() {
        Checks checks = Rules.read(Packs.with(Packs.SHOP)).orElseThrow().checks();
        assertThat(checks.stage("totals").orElseThrow().criteria()).hasSize(1);
        assertThat(checks.stage("imediate")).isEmpty();
        assertThat(checks.noStage("imediate")).contains("did you mean 'immediate'?");
    }

    @Test
    void everything_wrong_is_told_at_once_with_its_place() {
        assertThat(
                        problems(
                                """
                                hosts: ["127.0.0.1", "http://x/", "${to}"]
                                networks: [10.0.0.0/33]
                                checks:
                                  health:
                                    http: {url: "${shop-ulr}/x", statsu: 200, json: {$.a.*: 1}}
                                  both:
                                    tcp: {address: "a:1"}
                                    http: {url: "http://a/"}
                                  sql:
                                    sql: {database: shpo, query: "delete from x", equals: 1}
                                  count:
                                    metrics: {query: up, below: few}
                                stages:
                                  now:
                                    window: 10s
                                    hold: 10s
                                    required: [helth, count, count]
                                standing:
                                  health: {every: 10ms}
                                """))
                .contains(
                        "checks.yml:1:22: 'http://x/' is no host, host:port or *.domain",
                        "checks.yml:2:12: '10.0.0.0/33' is no network such as 10.0.0.0/8",
                        "checks.yml:5:17: unknown variable 'shop-ulr', did you mean 'shop-url'?",
                        "checks.yml:5:34: unknown key 'statsu', did you mean 'status'?",
                        "checks.yml:12:33: expected a number, got 'few'",
                        "checks.yml:17:16: no check is called 'helth', did you mean 'health'?",
                        "checks.yml:17:30: 'count' stands in this stage twice",
                        "checks.yml:19:19: a standing check runs at most once a second")
                .anyMatch(p -> p.startsWith("checks.yml:1:35: hosts are the pack's own choice"))
                .anyMatch(p -> p.startsWith("checks.yml:5:58: expected a name"))
                .anyMatch(p -> p.contains("check 'both' needs exactly one of"))
                .anyMatch(p -> p.contains("no database is called 'shpo'"))
                .anyMatch(p -> p.contains("a check only reads"))
                .anyMatch(p -> p.contains("'count' must hold for 10s, but the window is only 10s"));
    }

    @Test
    void a_standing_check_may_not_ask_for_a_release() {
        assertThat(problems(Packs.SHOP + "  version: { every: 5s }\n"))
                .singleElement()
                .asString()
                .contains("check 'version' uses ${to}, which a standing check does not have");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp: {address: 'x:1'}, timeout: 0s | a time-out is more than 0s",
                "tcp: {address: 'x:1'}, timeout: 61s | a time-out is more than 0s",
                "tcp: {address: 'x:1'}, weight: -1 | a weight is from 0",
                "http: {url: 'http://x/', status: 600} | expected a status",
                "http: {url: 'http://x/', matches: '(?=a)'} | not a regular expression",
                "http: {url: 'http://x/', headers: {'a b': c}} | no name of a header",
                "http: {url: 'http://x/', headers: {A: '${secret.nope}'}} | names no secret 'nope'",
                "http: {url: 'http://x/${secret.api}'} | unknown variable 'secret.api'",
                "command: {run: [ls]} | with the program's full path",
                "log: {file: /x, without: '['} | not a regular expression",
                "sql: {database: d, query: select 1, at-least: {snapshot: s}} | no snapshot value",
            })
    void what_does_not_fit_is_told(String check, String problem) {
        assertThat(problems("checks:\n  one: {" + check + "}\n"))
                .anyMatch(p -> p.contains(problem));
    }

    @Test
    void the_packs_of_this_repository_are_read_without_a_problem() throws Exception {
        try (Stream<Path> packs = Files.list(Path.of("../deploy/packs"))) {
            for (Path folder : packs.filter(f -> Files.exists(f.resolve("checks.yml"))).toList()) {
                PackFiles pack = PackFiles.read(folder.getFileName().toString(), folder);
                assertThat(Rules.problems(pack)).as("pack %s", folder).isEmpty();
            }
        }
    }

    @Test
    void a_pack_without_the_file_has_nothing_to_check() {
        var bare = PackFiles.of("shop", java.util.Map.of("pack.yml", Packs.MANIFEST));
        assertThat(Rules.problems(bare)).isEmpty();
        assertThat(Rules.read(bare).orElseThrow().checks()).isEqualTo(Checks.NONE);
    }
}
