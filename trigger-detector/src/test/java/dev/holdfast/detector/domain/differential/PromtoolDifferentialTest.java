package dev.holdfast.detector.domain.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.detector.domain.promql.Dialect;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Thousands of random questions, others in each run; no answer may differ from promtool's without a reason.
/// A run again: `-Dseed=…` with the seed that it printed.
class PromtoolDifferentialTest {

    private static final int GROUPS = 60;
    private static final int QUESTIONS = 60;

    /// What we found: `unexplained` in words, and how often a reason of [EquallyRight] held.
    record Found(List<String> unexplained, Map<EquallyRight.Reason, Integer> explained) {}

    @Test
    void promtool_and_we_agree_on_random_expressions() throws Exception {
        assumeTrue(
                Promtool.installed(),
                "promtool is not installed; Debian's prometheus package brings it");
        long seed = Long.getLong("seed", new Random().nextLong(1_000_000_000));
        Found found = compare(seed, GROUPS, QUESTIONS);
        System.out.printf(
                "PromtoolDifferentialTest: seed %d, %d questions, explained %s%n",
                seed, GROUPS * QUESTIONS, found.explained());
        assertThat(found.unexplained()).as("differences with seed %d", seed).isEmpty();
        assertThat(found.explained().values().stream().mapToInt(i -> i).sum())
                .as("explanations stay rare; seed %d", seed)
                .isLessThan(GROUPS * QUESTIONS / 20);
    }

    static Found compare(long seed, int groups, int perGroup) throws Exception {
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
        var found = new Found(new ArrayList<>(), new EnumMap<>(EquallyRight.Reason.class));
        for (int g = 0; g < groups; g++) {
            var ours = new Ours(series.get(g), Dialect.PROMQL_2);
            for (int q = 0; q < perGroup; q++) {
                judge(series.get(g), questions.get(g).get(q), answers.get(g).get(q), ours, found);
            }
        }
        return found;
    }

    private static void judge(
            List<RandomCase.Written> series,
            Promtool.Question question,
            Promtool.Answer theirs,
            Ours ours,
            Found found) {
        String expr = question.expr();
        long at = question.seconds() * 1000;
        Promtool.Answer exact = ours.exact(expr, at);
        if (!Ours.same(theirs, exact, 1e-9)) {
            EquallyRight.Reason reason = EquallyRight.reason(series, expr, at, theirs);
            if (reason == EquallyRight.Reason.NONE) {
                found.unexplained()
                        .add(
                                "%s at %ds%n  promtool %s%n  ours     %s"
                                        .formatted(expr, question.seconds(), theirs, exact));
            } else {
                found.explained().merge(reason, 1, Integer::sum);
            }
        }
        if (exact.error().isEmpty()) {
            Promtool.Answer plan = ours.incremental(ours.plan(expr), at, false);
            if (!Ours.same(exact, plan, 1e-9)) {
                found.unexplained()
                        .add(
                                "%s at %ds: plan differs%n  exact %s%n  plan  %s"
                                        .formatted(expr, question.seconds(), exact, plan));
            }
        }
    }
}
