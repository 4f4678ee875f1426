package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// How fast one engine is on one core: 10,000 series at one sample a second, 20 rules of the procedures' shapes.
/// Run it with `-Dgroups= -DexcludedGroups= -Dtest=EngineBench`, or its `main` with the seconds to run.
@Tag("bench")
class EngineBench {

    static final String RULES =
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
    private double[] values = new double[0];

    void prepare(int wanted) {
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

    Input.Batch batch(int second) {
        var batch = new ArrayList<SeriesSamples>(series.size());
        for (int i = 0; i < series.size(); i++) {
            String name = series.get(i).metricName();
            boolean counter = name.endsWith("total") || name.endsWith("bucket");
            values[i] =
                    name.equals("up")
                            ? 1
                            : counter ? values[i] + random.nextInt(10) : random.nextInt(1000) / 7.0;
            batch.add(
                    SeriesSamples.one(series.get(i), EngineStory.T0 + second * 1_000L, values[i]));
        }
        return new Input.Batch(batch);
    }

    String run(String window, int wanted, int seconds) {
        prepare(wanted);
        var idle = new Engine(EngineStory.pack("groups: []"), EngineSettings.DEFAULTS);
        var engine =
                new Engine(
                        EngineStory.pack(RULES.replace("WINDOW", window)), EngineSettings.DEFAULTS);
        var took = new long[seconds];
        long ingest = 0;
        for (int second = 0; second < seconds; second++) {
            Input.Batch batch = batch(second);
            long began = System.nanoTime();
            idle.accept(batch);
            long between = System.nanoTime();
            engine.accept(batch);
            took[second] = System.nanoTime() - between;
            ingest += second < seconds / 2 ? 0 : between - began;
        }
        engine.rules().getFirst().rules().stream()
                .filter(rule -> !rule.health().equals("ok"))
                .forEach(rule ->
                        System.out.println(rule.name() + " is not ok: " + rule.lastError()));
        long[] late = Arrays.copyOfRange(took, seconds / 2, seconds);
        Arrays.sort(late);
        return "window %s, %d series, 20 rules: one second of samples taken in and evaluated p50 %.1f ms, p99 %.1f ms; %.0f ns a sample taken in without rules; %.1f bytes a sample kept"
                .formatted(
                        window,
                        series.size(),
                        late[late.length / 2] / 1e6,
                        late[late.length * 99 / 100] / 1e6,
                        ingest / (double) ((seconds - seconds / 2) * (long) series.size()),
                        engine.sampleBytes() / (double) engine.counters().samples());
    }

    @Test
    void ten_thousand_series_and_twenty_rules() {
        System.out.println(run("5m", 10_000, 700));
    }

    @Test
    void longer_windows_cost_no_more() {
        for (String window : List.of("1m", "5m", "1h")) {
            System.out.println(
                    new EngineBench()
                            .run(
                                    window,
                                    1_000,
                                    (int)
                                            Duration.ofMinutes(window.equals("1h") ? 70 : 12)
                                                    .toSeconds()));
        }
    }

    /// How many seconds, how many series, and the window: `700 10000 6h`.
    public static void main(String[] args) {
        int series = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        String window = args.length > 2 ? args[2] : "5m";
        System.out.println(new EngineBench().run(window, series, Integer.parseInt(args[0])));
    }
}
