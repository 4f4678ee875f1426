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
                    new Written("gone", "1 2 stale"),
                    new Written("down", "9 8 7 6 5 4 3 2 1"),
                    new Written("fast", "_ 10 20 30 40 50 60 70"),
                    new Written("endless", "1 Inf 3 4 5 6"),
                    new Written("near_bucket{le=\"1\"}", "1000000000x9"),
                    new Written("near_bucket{le=\"2\"}", "1000000000.0000002x9"),
                    new Written("near_bucket{le=\"+Inf\"}", "1000000000.0000002x9"),
                    new Written("parts{p=\"1\"}", "1x9"),
                    new Written("parts{p=\"2\"}", "1e100x9"),
                    new Written("parts{p=\"3\"}", "0x9"),
                    new Written("parts{p=\"4\"}", "-1e100x9"));

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
                "sum_over_time(g[1m]) | 60 | 15 | 14",
                "avg_over_time(g[30s]) | 60 | 4 | 4.5",
                "min_over_time(g[1m]) | 60 | 1 | 2",
                "max_over_time(g[15s] offset 15s) | 60 | 4 | 4",
                "max_over_time(g[15s] offset 16s) | 60 | 3 | 3",
                "min_over_time(g[15s] offset 15s) | 60 | 3 | 4",
                "quantile_over_time(0, g[1m]) | 120 | 5 | 6",
                "stddev_over_time(g[15s]) | 60 | 0.5 | 0",
                "changes(g[1m]) | 60 | 4 | 3",
                "resets(down[1m]) | 60 | 4 | 3",
                "delta(g[1m]) | 60 | 4 | 4",
                "idelta(g[15s]) | 60 | 1 | -",
                "irate(c[15s]) | 60 | 1 | -",
                "irate(c[16s]) | 60 | 1 | 1",
                "deriv(c[15s]) | 60 | 1 | -",
                "present_over_time(late[15s]) | 135 | 1 | 1",
                "present_over_time(g[15s]) | 135 | 1 | -",
                "absent_over_time(g[15s]) | 135 | - | 1",
                "absent(g) | 420 | - | 1",
                "absent(g) | 421 | 1 | 1",
                "timestamp(g) | 420 | 120 | -",
                "g offset 5m | 420 | 9 | 9",
                "g @ 420 | 0 | 9 | -",
                "count_over_time(g[1m] @ 120) | 0 | 5 | 4",
                "sum_over_time(g[1m:15s]) | 60 | 15 | 14",
                "count_over_time(g[1m:7s]) | 60 | 9 | 8",
                "increase(fast[30s]) | 40 | 20 | 20",
                "stddev(vector(Inf)) | 60 | 0 | NaN",
                "stdvar(vector(NaN)) | 60 | 0 | NaN",
                "histogram_quantile(1, near_bucket) | 60 | 2 | 1",
                "predict_linear(endless[1m], 60) | 60 | NaN | NaN",
                "sum(parts) | 60 | 0 | 1",
                "avg(parts) | 60 | 0 | 0.25",
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
