package dev.holdfast.detector.domain.exact;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.detector.domain.differential.Ours;
import dev.holdfast.detector.domain.differential.RandomCase.Written;
import dev.holdfast.detector.domain.promql.Dialect;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

/// Where Prometheus 2 and 3 part: a sample exactly on the oldest edge, the zero point, and a few more.
class DialectEdgesTest {

    private static final List<Written> SERIES =
            List.of(
                    new Written("c", "0+15x40"),
                    new Written("g", "1 2 3 4 5 6 7 8 9"),
                    new Written("late", "_x8 1 40 80 120 160"),
                    new Written("zero", "_x8 32 72 112 152 192"),
                    new Written("gone", "1 2 stale"));

    @ParameterizedTest(name = "{0} at {1} s")
    @CsvSource(
            delimiter = '|',
            value = {
                "count_over_time(g[1m]) | 60 | 5 | 4",
                "count_over_time(g[1m]) | 61 | 4 | 4",
                "count_over_time(c[1m] offset 1m) | 120 | 5 | 4",
                "last_over_time(g[15s]) | 135 | 9 | -",
                "last_over_time(g[15s]) | 134 | 9 | 9",
                "g | 419 | 9 | 9",
                "g | 420 | 9 | -",
                "g | 421 | - | -",
                "increase(c[1m]) | 60 | 60 | 60",
                "rate(c[15s]) | 60 | 1 | -",
                "increase(late[2m]) | 180 | 160 | 160",
                "increase(late[5m]) | 300 | 179.875 | 179.875",
                "increase(zero[2m]) | 180 | 192 | 180",
                "gone | 30 | - | -",
                "count_over_time(gone[1m]) | 40 | 2 | 2",
                "count_over_time(g[1m:30s]) | 60 | 3 | 2",
            })
    void the_edges_of_a_window(String expr, int seconds, String two, String three) {
        assertThat(value(expr, seconds, Dialect.PROMQL_2)).as("promql 2").isEqualTo(two);
        assertThat(value(expr, seconds, Dialect.PROMQL_3)).as("promql 3").isEqualTo(three);
    }

    private static String value(String expr, int seconds, Dialect dialect) {
        var samples = new Ours(SERIES, dialect).exact(expr, seconds * 1_000L).samples().values();
        if (samples.isEmpty()) {
            return "-";
        }
        double value = samples.iterator().next();
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
