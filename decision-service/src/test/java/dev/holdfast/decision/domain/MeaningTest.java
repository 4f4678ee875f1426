package dev.holdfast.decision.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.decision.domain.condition.Condition;
import dev.holdfast.decision.domain.condition.Meaning;
import dev.holdfast.decision.domain.condition.Vocabulary;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is known of conditions without evaluating them: never more than is true.
final class MeaningTest {
    private static Meaning of(String cel) {
        Problems problems = new Problems();
        return YamlFile.parse("x.yml", "'" + cel.replace("'", "''") + "'", problems)
                .flatMap(v -> Condition.compile(Vocabulary.MATRIX, v))
                .orElseThrow(() -> new AssertionError(problems.lines()))
                .meaning();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "trigger.rule == \"a\" ~ trigger.rule in [\"a\", \"b\"] ~ true",
                "trigger.rule in [\"a\", \"b\"] ~ trigger.rule == \"a\" ~ false",
                "trigger.value > 10 ~ trigger.value > 5 ~ true",
                "trigger.value > 5 ~ trigger.value >= 5 ~ true",
                "trigger.value >= 5 ~ trigger.value > 5 ~ false",
                "5 < trigger.value ~ trigger.value > 5 ~ true",
                "trigger.rule == \"a\" && trigger.value > 1 ~ trigger.rule == \"a\" ~ true",
                "trigger.rule == \"a\" ~ trigger.rule == \"a\" && trigger.value > 1 ~ false",
                "trigger.rule == \"a\" || trigger.rule == \"b\" ~ trigger.rule in [\"b\", \"a\"] ~ true",
                "trigger.rule == \"a\" ~ trigger.rule == \"a\" || trigger.value > 1 ~ true",
                "!(trigger.rule in [\"a\", \"b\"]) ~ trigger.rule != \"a\" ~ true",
                "trigger.rule == \"c\" ~ !(trigger.rule in [\"a\", \"b\"]) ~ true",
                "release.held && trigger.value > 1 ~ release.held ~ true",
                "!release.held ~ release.held ~ false",
                "trigger.labels.size() > 3 ~ trigger.labels.size() > 3 ~ true",
                "trigger.labels.size() > 3 ~ trigger.labels.size() > 2 ~ false",
                "trigger.rule == \"a\" ~ true ~ true",
            })
    void one_condition_implies_another(String one, String other, boolean implies) {
        assertThat(of(one).implies(of(other))).isEqualTo(implies);
    }

    @Test
    void two_things_that_exclude_each_other_are_never_true() {
        assertThat(of("trigger.rule == \"a\" && trigger.rule == \"b\"").never()).isTrue();
        assertThat(of("trigger.value > 5 && trigger.value < 5").never()).isTrue();
        assertThat(of("trigger.value >= 5 && trigger.value <= 5").never()).isFalse();
        assertThat(of("release.held && !release.held").never()).isTrue();
        assertThat(of("trigger.rule in [\"a\", \"b\"] && trigger.rule in [\"b\"]").never())
                .isFalse();
        assertThat(of("false").never()).isTrue();
    }

    @Test
    void a_row_may_answer_a_rule_unless_it_names_others_only() {
        assertThat(of("trigger.rule == \"a\" && trigger.value > 1").possible("trigger.rule", "a"))
                .isTrue();
        assertThat(of("trigger.rule == \"a\"").possible("trigger.rule", "b")).isFalse();
        assertThat(of("trigger.value > 1").possible("trigger.rule", "b")).isTrue();
    }
}
