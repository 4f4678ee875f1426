package dev.holdfast.detector.flow.stream;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a shop's log looks like: a scrape each second, ten ticks a second, failures from the
/// twentieth second to the fortieth.
public final class Shop {
    public static final long BEGIN = 1_800_000_000_000L;
    public static final String RULES =
            """
            every: 200ms
            groups:
              - name: shop
                rules:
                  - alert: HighErrorRatio
                    expr: |
                      sum by (route) (rate(requests_total{status=~"5.."}[5s]))
                        / sum by (route) (rate(requests_total[5s])) > 0.05
                    for: 3s
                    labels: {component: backend}
                    annotations: {summary: "{{ $labels.route }} fails"}
            """;

    private Shop() {}

    public static Arrival.PackSwitch rules(long version) {
        return rules(version, RULES, Duration.ZERO);
    }

    public static Arrival.PackSwitch rules(long version, String text, Duration lateness) {
        var settings =
                new Arrival.Settings(
                        "promql-3", lateness, Duration.ofMillis(200), Duration.ofHours(2));
        return new Arrival.PackSwitch(
                version,
                "digest-" + version,
                settings,
                new TreeMap<>(Map.of("triggers.yml", text)),
                BEGIN);
    }

    /// Everything from the beginning until `seconds` later.
    public static List<Arrival> log(int seconds) {
        List<Arrival> log = new ArrayList<>(List.of(rules(1)));
        for (int s = 0; s < seconds; s++) {
            log.add(scrape(s));
            for (int t = 0; t < 10; t++) {
                log.add(new Arrival.Tick(BEGIN + s * 1_000L + t * 100L));
            }
        }
        return log;
    }

    public static Arrival.Batch scrape(int second) {
        long at = BEGIN + second * 1_000L;
        int failed = Math.clamp(second - 20L, 0, 20) * 30;
        return Arrival.Batch.of(
                List.of(
                        SeriesSamples.one(requests("200"), at, second * 100.0 - failed),
                        SeriesSamples.one(requests("500"), at, failed)));
    }

    private static Labels requests(String status) {
        return Labels.of("__name__", "requests_total", "route", "/pay", "status", status);
    }
}
