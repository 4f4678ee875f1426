package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.policy.Mode;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;

import org.junit.jupiter.api.Test;

import java.util.List;

/// A broken decisions.yml tells everything that is wrong, with its place.
final class PolicyFileTest {
    private static List<String> problems(String decisions) {
        Problems problems = new Problems();
        var _ = PolicyFile.read(ShopPack.with(decisions), problems);
        return problems.lines();
    }

    private static String row(String when) {
        return """
        matrix:
          - name: one
            when: %s
            severity: P1
            impact: Bad.
            action: rollback
            runbook: application
        """
                .formatted(when);
    }

    @Test
    void the_shop_is_read_and_what_it_leaves_out_has_its_default() {
        Problems problems = new Problems();
        Policy policy = PolicyFile.read(ShopPack.pack(), problems).orElseThrow();
        assertThat(problems.lines()).isEmpty();
        assertThat(policy.matrix()).hasSize(10);
        Policy bare = PolicyFile.read(ShopPack.with(row("'true'")), problems).orElseThrow();
        assertThat(bare.mode("production")).isEqualTo(Mode.OBSERVE);
        assertThat(bare.holdsAfter()).hasMinutes(30);
        assertThat(bare.watchAfter()).hasMinutes(15);
        assertThat(bare.limits().coolDown()).hasMinutes(15);
        assertThat(bare.escalation().roles()).containsExactly("on-call", "engineering-lead", "cto");
    }

    @Test
    void a_name_that_is_not_known_is_shown_at_its_column_with_the_nearest_one() {
        assertThat(problems(row("trigger.valu > 3.0")))
                .containsExactly(
                        "decisions.yml:3:18: undefined field 'valu', did you mean 'value'?");
        assertThat(problems(row("releas.age_minutes < 60")))
                .singleElement()
                .asString()
                .startsWith("decisions.yml:3:11: undeclared reference to 'releas'")
                .endsWith("did you mean 'release'?");
    }

    @Test
    void types_and_grammar_are_checked_when_the_pack_is_loaded() {
        assertThat(problems(row("trigger.rule == 5")))
                .singleElement()
                .asString()
                .startsWith("decisions.yml:3:24: found no matching overload");
        assertThat(problems(row("trigger.rule")))
                .singleElement()
                .asString()
                .contains("expected type 'bool' but found 'string'");
        assertThat(problems(row("trigger.value >")))
                .singleElement()
                .asString()
                .startsWith("decisions.yml:3:26: mismatched input");
        assertThat(problems(row("\"" + "x".repeat(2_100) + "\"")))
                .singleElement()
                .asString()
                .contains("exceeds limit");
    }

    @Test
    void a_condition_over_several_lines_is_pointed_at_in_its_line() {
        String decisions =
                """
                matrix:
                  - name: one
                    when: |
                      trigger.rule == "A"
                      && trigger.labls.x == "y"
                    severity: P1
                    impact: Bad.
                    action: fix-forward
                """;
        assertThat(problems(decisions)).singleElement().asString().startsWith("decisions.yml:5:");
    }

    @Test
    void a_refused_plan_cannot_be_answered_by_verifying() {
        String tries = "on-failure:\n  - {verify: extended, after: [plan-refused]}\n";
        assertThat(problems(row("'true'") + tries))
                .singleElement()
                .asString()
                .startsWith("decisions.yml:9:")
                .contains("nothing was rolled back");
    }

    @Test
    void everything_wrong_is_told_at_once() {
        String decisions =
                """
                mod: automatic
                matrix:
                  - name: one
                    when: trigger.rule == "A"
                    severity: P7
                    impact: Bad.
                    action: rolback
                    runbook: application
                  - name: one
                    when: "true"
                    severity: P1
                    impact: Bad.
                    action: watch
                  - name: never
                    when: trigger.rule == "B"
                    severity: P2
                    impact: Bad.
                    action: ask
                    runbook: application
                    component: wep
                authority:
                  - name: nobody
                    when: severity == "P0"
                  - name: both
                    automatic: true
                    ask: [{roles: [oncall]}]
                limits:
                  freeze:
                    - {name: sale, from: tomorrow, to: "2026-01-01T00:00:00Z"}
                on-failure:
                  - {runbook: a, ask: [cto]}
                """;
        assertThat(problems(decisions))
                .anySatisfy(p ->
                        assertThat(p)
                                .isEqualTo(
                                        "decisions.yml:1:1: unknown key 'mod', did you mean 'mode'?"))
                .anySatisfy(p -> assertThat(p).contains("5:15: 'P7' is none of"))
                .anySatisfy(p ->
                        assertThat(p)
                                .contains("7:13: 'rolback' is none of")
                                .contains("did you mean 'rollback'?"))
                .anySatisfy(p -> assertThat(p).contains("there is a row 'one' already"))
                .anySatisfy(p -> assertThat(p).contains("'watch' is missing here"))
                .anySatisfy(p -> assertThat(p).contains("'runbook' is missing here"))
                .anySatisfy(p -> assertThat(p).contains("this row is never reached: row 'one'"))
                .anySatisfy(p ->
                        assertThat(p)
                                .contains("'wep' is no component of pack.yml, did you mean 'web'?"))
                .anySatisfy(p ->
                        assertThat(p)
                                .contains("neither is 'automatic: true' nor says whom to 'ask'"))
                .anySatisfy(p -> assertThat(p).contains("either automatic or asks people"))
                .anySatisfy(p ->
                        assertThat(p)
                                .contains(
                                        "'oncall' is no role of pack.yml, did you mean 'on-call'?"))
                .anySatisfy(p -> assertThat(p).contains("expected a time such as"))
                .anySatisfy(
                        p -> assertThat(p).contains("exactly one of 'runbook', 'verify' and 'ask'"))
                .hasSizeGreaterThanOrEqualTo(13);
    }
}
