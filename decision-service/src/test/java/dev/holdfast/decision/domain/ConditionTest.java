package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.decision.domain.condition.Condition;
import dev.holdfast.decision.domain.condition.Outcome;
import dev.holdfast.decision.domain.condition.Vocabulary;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

/// Three honest answers, within limits.
final class ConditionTest {
    private static final Map<String, Object> TRIGGER =
            Map.of("rule", "A", "value", 0.2, "labels", Map.of("team", "shop"), "minutes", 4.0);
    private static final Map<String, Object> VALUES =
            Map.of(
                    "trigger",
                    TRIGGER,
                    "triggers",
                    List.of(TRIGGER),
                    "release",
                    Map.of("changes", List.of("code", "migration")),
                    "environment",
                    "production");

    private static Outcome test(String condition) {
        return compile(condition).test(VALUES);
    }

    private static Condition compile(String condition) {
        Problems problems = new Problems();
        Condition compiled =
                YamlFile.parse("test", "|\n  " + condition, problems)
                        .flatMap(v -> Condition.compile(Vocabulary.MATRIX, v))
                        .orElseThrow(() -> new AssertionError(problems.lines()));
        assertThat(problems.lines()).isEmpty();
        return compiled;
    }

    @Test
    void what_is_known_gets_a_plain_answer() {
        assertThat(test("trigger.value > 0.1 && 'migration' in release.changes"))
                .isEqualTo(new Outcome.True());
        assertThat(test("trigger.value < 0")).isEqualTo(new Outcome.False());
        assertThat(test("triggers.exists(t, t.labels.team == 'shop')"))
                .isEqualTo(new Outcome.True());
    }

    @Test
    void what_is_missing_is_named_and_what_does_not_matter_is_not_missed() {
        assertThat(test("trigger.threshold > 1.0"))
                .isEqualTo(new Outcome.Unclear("trigger.threshold has no value"));
        assertThat(test("release.age_minutes < 60"))
                .isEqualTo(new Outcome.Unclear("release.age_minutes has no value"));
        assertThat(test("trigger.labels.tier == 'one'"))
                .isEqualTo(new Outcome.Unclear("trigger.labels.tier has no value"));
        assertThat(test("trigger.rule == 'B' && trigger.threshold > 1.0"))
                .isEqualTo(new Outcome.False());
        assertThat(test("has(trigger.threshold) && trigger.threshold > 1.0"))
                .isEqualTo(new Outcome.False());
    }

    @Test
    void what_errs_or_goes_beyond_its_limits_is_unclear() {
        assertThat(test("1 / 0 > 1")).isInstanceOf(Outcome.Unclear.class);
        assertThat(test("trigger.rule.matches('(a{1,100}){1,100}')"))
                .isInstanceOf(Outcome.Unclear.class);
        String list = "[0,1,2,3,4,5,6,7,8,9]";
        assertThat(test("%1$s.all(a, %1$s.all(b, %1$s.all(c, %1$s.all(d, true))))".formatted(list)))
                .isEqualTo(new Outcome.Unclear("Iteration budget exceeded: 1000"));
    }

    @Test
    void the_values_that_were_seen_are_shown() {
        assertThat(compile("trigger.rule == 'A' && trigger.threshold > 1.0").seen(VALUES))
                .isEqualTo(Map.of("trigger.rule", "\"A\"", "trigger.threshold", "missing"));
    }
}
