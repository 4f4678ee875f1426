package dev.holdfast.detector.domain.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.detector.domain.promql.Dialect;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/// Thousands of random questions; no answer may differ from promtool's. Another seed: `-Dseed=…`.
class PromtoolDifferentialTest {

    private static final int GROUPS = 60;
    private static final int QUESTIONS = 60;

    @Test
    void promtool_and_we_agree_on_random_expressions() throws Exception {
        assumeTrue(
                Promtool.installed(),
                "promtool is not installed; Debian's prometheus package brings it");
        long seed = Long.getLong("seed", 2026);
        assertThat(differences(seed, GROUPS, QUESTIONS))
                .as("differences with seed %d", seed)
                .isEmpty();
    }

    /// Which of several equal elements `topk` keeps is nobody's promise: only the values count.
    private static boolean same(String expr, Promtool.Answer a, Promtool.Answer b) {
        boolean chooses = expr.startsWith("topk") || expr.startsWith("bottomk");
        return chooses ? Ours.same(valuesOnly(a), valuesOnly(b), 1e-9) : Ours.same(a, b, 1e-9);
    }

    private static Promtool.Answer valuesOnly(Promtool.Answer answer) {
        List<Double> sorted = answer.samples().values().stream().sorted().toList();
        var samples = new TreeMap<String, Double>();
        for (int i = 0; i < sorted.size(); i++) {
            samples.put(String.valueOf(i), sorted.get(i));
        }
        return new Promtool.Answer(samples, answer.error());
    }

    static List<String> differences(long seed, int groups, int perGroup) throws Exception {
        var random = new RandomCase(seed);
        var times = new Random(seed);
        var series = new ArrayList<List<RandomCase.Written>>();
        var questions = new ArrayList<List<Promtool.Question>>();
        for (int g = 0; g < groups; g++) {
            series.add(random.series(60));
            var group = new ArrayList<Promtool.Question>();
            for (int q = 0; q < perGroup; q++) {
                group.add(
                        new Promtool.Question(
                                random.expression(),
                                60 + times.nextInt(60) * 15L + (times.nextBoolean() ? 7 : 0)));
            }
            questions.add(group);
        }
        List<List<Promtool.Answer>> answers = Promtool.ask(series, questions);
        var differences = new ArrayList<String>();
        for (int g = 0; g < groups; g++) {
            for (int q = 0; q < perGroup; q++) {
                Promtool.Question question = questions.get(g).get(q);
                Promtool.Answer theirs = answers.get(g).get(q);
                var ours = new Ours(series.get(g), Dialect.PROMQL_2);
                long at = question.seconds() * 1000;
                Promtool.Answer exact = ours.exact(question.expr(), at);
                if (!same(question.expr(), theirs, exact)) {
                    differences.add(
                            "%s at %ds%n  promtool %s%n  ours     %s"
                                    .formatted(question.expr(), question.seconds(), theirs, exact));
                } else if (exact.error().isEmpty()
                        && !Ours.same(
                                exact,
                                ours.incremental(ours.plan(question.expr()), at, false),
                                1e-9)) {
                    differences.add(
                            "%s at %ds: plan differs%n  exact %s%n  plan  %s"
                                    .formatted(
                                            question.expr(),
                                            question.seconds(),
                                            exact,
                                            ours.incremental(
                                                    ours.plan(question.expr()), at, false)));
                }
            }
        }
        return differences;
    }
}
