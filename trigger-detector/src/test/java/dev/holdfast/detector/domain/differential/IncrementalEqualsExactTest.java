package dev.holdfast.detector.domain.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.promql.PromqlException;
import dev.holdfast.detector.domain.promql.ValueType;
import dev.holdfast.detector.domain.window.Node;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// A plan that slides over the samples says at every time what the exact evaluator says from scratch.
class IncrementalEqualsExactTest {

    private static final int CASES = 600;

    @ParameterizedTest(name = "in {0}")
    @EnumSource(Dialect.class)
    void a_sliding_plan_equals_the_exact_evaluator(Dialect dialect) {
        long seed = Long.getLong("seed", new Random().nextLong(1_000_000));
        assertThat(differences(seed, CASES, dialect))
                .as("differences with seed %d", seed)
                .isEmpty();
    }

    private static boolean readable(String expr) {
        try {
            return Parser.parse(expr).type() == ValueType.VECTOR;
        } catch (PromqlException e) {
            return false; // the generator also writes what no PromQL takes, such as on() beside a
            // scalar
        }
    }

    static List<String> differences(long seed, int cases, Dialect dialect) {
        var random = new RandomCase(seed);
        var steps = new Random(seed);
        var differences = new ArrayList<String>();
        var ours = new Ours(random.series(400), dialect);
        for (int i = 0; i < cases; i++) {
            if (i % 50 == 49) {
                ours = new Ours(random.series(400), dialect);
            }
            String expr = random.expression();
            if (!readable(expr)) {
                continue;
            }
            Node plan = ours.plan(expr);
            for (long at = 60_000L + steps.nextInt(60_000);
                    at < 6_600_000;
                    at += 1_000L + steps.nextInt(400_000)) {
                Promtool.Answer exact = ours.exact(expr, at);
                Promtool.Answer incremental = ours.incremental(plan, at, false);
                Promtool.Answer forced = ours.incremental(plan, at, true);
                if (!Ours.same(exact, incremental, 1e-9) || !Ours.same(exact, forced, 1e-12)) {
                    differences.add(
                            "%s at %d%n  exact       %s%n  incremental %s%n  forced      %s"
                                    .formatted(expr, at, exact, incremental, forced));
                    break;
                }
            }
        }
        return differences;
    }
}
