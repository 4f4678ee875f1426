package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// What the benchmarks measure with: series of a shop's instances and twenty rules of the procedures' shapes.
public final class ProcedureLoad {

    private static final String RULES =
            EngineStory.rule(
                    """
                    - {alert: ErrorRatio, expr: 'sum(rate(http_requests_total{code=~"5.."}[WINDOW])) / sum(rate(http_requests_total[WINDOW])) > 0.05'}
                    - {alert: RouteErrors, expr: 'sum by (route) (rate(http_requests_total{code=~"5.."}[WINDOW])) / sum by (route) (rate(http_requests_total[WINDOW])) > 0.5'}
                    - {alert: P95, expr: 'histogram_quantile(0.95, sum by (le) (rate(http_duration_seconds_bucket[WINDOW]))) > 20'}
                    - {alert: P99, expr: 'histogram_quantile(0.99, sum by (le, route) (rate(http_duration_seconds_bucket[WINDOW]))) > 20'}
                    - {alert: Uptime, expr: 'avg_over_time(up[15m]) < 0.5'}
                    - {alert: Down, expr: 'up == 0', for: 30s}
                    - {alert: Baseline, expr: 'sum(rate(http_requests_total[WINDOW])) < 0.1 * sum(rate(http_requests_total[WINDOW] offset 5m))'}
                    - {alert: Memory, expr: 'max_over_time(memory_bytes[WINDOW]) > 1e12'}
                    - {alert: MemoryMean, expr: 'avg_over_time(memory_bytes[WINDOW]) > 1e12'}
                    - {alert: Flapping, expr: 'changes(up[WINDOW]) > 5'}
                    - {alert: Restarts, expr: 'sum by (instance) (resets(http_requests_total[WINDOW])) > 1000'}
                    - {alert: NoTraffic, expr: 'sum(increase(http_requests_total[WINDOW])) == 0'}
                    - {alert: Gone, expr: 'absent(up{job="shop"})'}
                    - {alert: Busy, expr: 'avg by (instance) (rate(cpu_seconds_total[WINDOW])) > 0.99'}
                    - {alert: Queue, expr: 'max by (route) (queue_length) > 1e6 and on (route) sum by (route) (rate(http_requests_total[WINDOW])) > 0'}
                    - {alert: Growth, expr: 'delta(queue_length[WINDOW]) > 1e6'}
                    - {alert: Smallest, expr: 'min_over_time(queue_length[WINDOW]) > 1e6'}
                    - {alert: Instances, expr: 'count(up == 1) < 3'}
                    - {alert: ClientErrors, expr: 'sum by (instance) (rate(http_requests_total{code=~"4.."}[WINDOW])) > 1e6'}
                    - {alert: Slow, expr: 'sum(rate(http_duration_seconds_bucket{le="1"}[WINDOW])) / sum(rate(http_duration_seconds_bucket{le="+Inf"}[WINDOW])) < 0.01'}
                    """);

    private final Random random = new Random(1);
    private final List<Labels> series = new ArrayList<>();
    private final double[] values;

    /// @param wanted how many, a hundred for each instance
    public ProcedureLoad(int wanted) {
        int instances = Math.max(1, wanted / 100);
        for (int i = 0; i < instances; i++) {
            Labels base = Labels.of("job", "shop", "instance", "10.0.0." + i + ":9090");
            series.add(base.with("__name__", "up"));
            series.add(base.with("__name__", "memory_bytes"));
            series.add(base.with("__name__", "cpu_seconds_total"));
            for (int route = 0; route < 7; route++) {
                Labels one = base.with("route", "/api/" + route);
                series.add(one.with("__name__", "queue_length"));
                for (String code : List.of("200", "404", "500")) {
                    series.add(one.with("__name__", "http_requests_total").with("code", code));
                }
                for (String le :
                        List.of("0.01", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "+Inf")) {
                    series.add(one.with("__name__", "http_duration_seconds_bucket").with("le", le));
                }
            }
            while (series.size() < (i + 1) * 100) {
                series.add(
                        base.with("__name__", "queue_length")
                                .with("route", "/extra/" + series.size()));
            }
        }
        values = new double[series.size()];
    }

    /// The rules with their window, as a rule file.
    public static String rules(String window) {
        return RULES.replace("WINDOW", window);
    }

    public List<Labels> series() {
        return series;
    }

    public int size() {
        return series.size();
    }

    /// The value of series `i` a second later.
    public double next(int i) {
        String name = series.get(i).metricName();
        boolean counter = name.endsWith("total") || name.endsWith("bucket");
        values[i] =
                name.equals("up")
                        ? 1
                        : counter ? values[i] + random.nextInt(10) : random.nextInt(1000) / 7.0;
        return values[i];
    }

    Input.Batch batch(int second) {
        var batch = new ArrayList<SeriesSamples>(series.size());
        for (int i = 0; i < series.size(); i++) {
            batch.add(SeriesSamples.one(series.get(i), EngineStory.T0 + second * 1_000L, next(i)));
        }
        return new Input.Batch(batch);
    }
}
