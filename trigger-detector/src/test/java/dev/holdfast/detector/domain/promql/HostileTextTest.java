package dev.holdfast.detector.domain.promql;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.holdfast.detector.domain.differential.RandomCase;
import dev.holdfast.detector.domain.rules.RuleFiles;
import dev.holdfast.detector.domain.rules.RuleProblems;
import dev.holdfast.detector.domain.template.Template;
import dev.holdfast.detector.domain.template.TemplateException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

/// Broken text is answered with the declared errors and no others.
class HostileTextTest {

    private static final int TRIES = 20_000;
    private static final String BITS = "(){}[]\"'`\\,:=!~<>+-*/%^@#\n 0159abexms_.∞\u0000|$";

    private final long seed = Long.getLong("seed", new Random().nextLong(1_000_000));
    private final Random random = new Random(seed);

    private String broken(String text) {
        var bent = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(4); edits > 0 && !bent.isEmpty(); edits--) {
            int at = random.nextInt(bent.length());
            switch (random.nextInt(3)) {
                case 0 -> bent.deleteCharAt(at);
                case 1 -> bent.insert(at, BITS.charAt(random.nextInt(BITS.length())));
                default ->
                        bent.insert(
                                at,
                                bent.substring(
                                        at, Math.min(bent.length(), at + random.nextInt(20))));
            }
        }
        return bent.toString();
    }

    @Test
    void a_broken_expression_is_a_promql_error() {
        var cases = new RandomCase(seed);
        for (int i = 0; i < TRIES; i++) {
            String text = broken(cases.expression());
            try {
                ExprText.of(Parser.parse(text));
            } catch (PromqlException expected) {
                // that is the declared answer
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }

    @Test
    void a_broken_rule_file_is_a_list_of_problems() {
        String file =
                """
                groups:
                - name: shop
                  interval: 30s
                  limit: 10
                  rules:
                  - alert: Slow
                    expr: |
                      sum(rate(x{a=~"b.*"}[5m])) > 2
                    for: 1m30s
                    labels: {severity: P1}
                    annotations: {summary: 'p95 is {{ $value | printf "%.2f" }} on {{ $labels.job }}'}
                  - record: a:b
                    expr: up
                """;
        for (int i = 0; i < TRIES / 4; i++) {
            String text = broken(file);
            try {
                RuleFiles.read("r.yml", text);
            } catch (RuleProblems expected) {
                // that is the declared answer
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }

    /// Read, it is written out: what fails then is a text that says so.
    @Test
    void a_broken_template_is_a_template_error() {
        List<String> templates =
                List.of(
                        "a {{ if gt $value 5.0 }}{{ $labels.job | toUpper }}{{ else }}{{ printf \"%.2f\" $value }}{{ end }} b",
                        "{{ range $i, $e := query \"up\" }}{{ $e.Labels.job }} {{ $e.Value | humanize }}{{ if $i }}{{ break }}{{ end }}{{ end }}",
                        "{{ with $x := index $labels \"job\" }}{{ printf \"%-8.3s|%q\" $x . }}{{ slice $x 1 2 }}{{ end }}{{ humanizeTimestamp 1.5e9 }}",
                        "{{ define \"t\" }}{{ . }}{{ end }}{{ template \"t\" (args 1 \"b\" 2.5) }}{{ len (print 1 nil true) }}{{ reReplaceAll \"(a)b\" \"$1\" \"ab\" }}");
        var scope =
                new Template.Scope(
                        Map.of("job", "shop"),
                        Map.of(),
                        6,
                        0,
                        (_, _) -> List.of(new Template.Found(Map.of("job", "a"), 1)));
        for (int i = 0; i < TRIES; i++) {
            String text = broken(templates.get(i % templates.size()));
            try {
                Template.parse("a", text).expand(scope);
            } catch (TemplateException expected) {
                // that is the declared answer
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ": " + text, e);
            }
        }
    }

    /// Whoever reads goes down as deep as the text does, in a thread of the service.
    @Test
    void what_is_nested_without_end_is_refused() {
        int levels = 100_000;
        for (String text :
                List.of(
                        "(".repeat(levels) + "x" + ")".repeat(levels),
                        "-".repeat(levels) + "x",
                        "sum(".repeat(levels) + "x" + ")".repeat(levels),
                        "x" + "[5m:1m]".repeat(levels),
                        "x" + " + x".repeat(levels),
                        "x" + " ^ x".repeat(levels),
                        "x{a=~\"" + "(".repeat(levels) + "\"}")) {
            assertThatThrownBy(() -> ExprText.of(Parser.parse(text)))
                    .as(text.substring(0, 20))
                    .isInstanceOf(PromqlException.class);
        }
        for (String text :
                List.of(
                        "{{ " + "(".repeat(levels) + "1" + ")".repeat(levels) + " }}",
                        "{{ if 1 }}".repeat(levels) + "{{ end }}".repeat(levels))) {
            assertThatThrownBy(() -> Template.parse("a", text).expand(NOTHING))
                    .as(text.substring(0, 20))
                    .isInstanceOf(TemplateException.class);
        }
    }

    @Test
    void a_rule_file_of_aliases_that_unfolds_without_end_is_refused() {
        String rules = ", *r".repeat(20_000);
        String groups = ", *g".repeat(20_000);
        assertThatThrownBy(() ->
                        RuleFiles.read(
                                "r.yml",
                                "groups: [&g {name: a, rules: [&r {alert: A, expr: up}%s]}%s]"
                                        .formatted(rules, groups)))
                .isInstanceOf(RuleProblems.class)
                .hasMessageContaining("aliases");
    }

    private static final Template.Scope NOTHING =
            new Template.Scope(Map.of(), Map.of(), 0, 0, (_, _) -> List.of());
}
