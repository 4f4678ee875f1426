package dev.holdfast.detector.domain.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Parser;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

/// No question costs more than its budget, whatever it reads or makes.
class BudgetTest {
    private static final Storage ONE_SERIES =
            (matchers, _, _, _) ->
                    matchers.getFirst().value().equals("g")
                            ? List.of(SeriesSamples.one(Labels.of("__name__", "g"), 1_000, 1))
                            : List.of();

    private static ExactEvaluator asked(long budget) {
        return ExactEvaluator.of(ONE_SERIES, Dialect.PROMQL_3).within(budget);
    }

    @ParameterizedTest
    @Timeout(60)
    @ValueSource(
            strings = {
                "count_over_time(vector(1)[10y:1ms])",
                "count_over_time(nothing[10y:1ms])",
                "count_over_time(time()[10y:1ms] offset 1d)",
                "sum(count_over_time(vector(1)[1h:1s] offset 1h)) or max_over_time(vector(1)[1y:1s])",
                "max_over_time(count_over_time(vector(1)[1d:1s])[1d:1s])"
            })
    void steps_that_read_nothing_cost_too(String question) {
        var expr = Parser.parse(question.replace("(time()", "(vector(time())"));
        assertThatThrownBy(() -> asked(1_000_000).at(expr, 1_800_000_000_000L))
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("ask for fewer series, a shorter time or a larger step");
    }

    @Test
    void each_step_of_a_range_costs() {
        var expr = Parser.parse("g");
        assertThat(asked(100_000).range(expr, 0, 10_000, 1_000)).hasSize(1);
        assertThatThrownBy(() -> asked(10_000).range(expr, 1_000, 10_001_000, 1_000))
                .isInstanceOf(EvaluationException.class);
    }
}
