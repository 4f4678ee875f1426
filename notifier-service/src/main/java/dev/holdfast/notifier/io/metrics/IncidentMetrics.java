package dev.holdfast.notifier.io.metrics;

import dev.holdfast.backbone.work.Shelved;
import dev.holdfast.backbone.work.Transactions;
import dev.holdfast.notifier.domain.board.Views.Now;
import dev.holdfast.notifier.domain.board.Views.Row;
import dev.holdfast.notifier.domain.report.Deliveries;
import dev.holdfast.notifier.domain.report.Deliveries.Figures;
import dev.holdfast.notifier.flow.LiveFeed;
import dev.holdfast.notifier.flow.Shelves;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Open incidents, what waits for people, what could not be told, and DORA's figures. Read from the
/// database at most once in [#CALM].
public final class IncidentMetrics extends Collector implements Collector.Describable {
    private static final Duration CALM = Duration.ofSeconds(15);
    private static final int DAYS = 30;
    private static final int MOST = 1_000;

    private final LiveFeed feed;
    private final Transactions transactions;
    private final InstantSource clock;
    private List<Shelved<Deliveries>> deliveries = List.of();
    private @Nullable Instant readAt;

    public IncidentMetrics(LiveFeed feed, Transactions transactions, InstantSource clock) {
        this.feed = feed;
        this.transactions = transactions;
        this.clock = clock;
    }

    /// Nothing beforehand: whoever registers it would else collect at once, and the service would not
    /// start while its database is away or slow.
    @Override
    public List<MetricFamilySamples> describe() {
        return List.of();
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Instant at = clock.instant();
        Now now = feed.now(at);
        return List.of(
                open(now),
                waiting(now, at),
                one(
                        "holdfast_notices_undelivered",
                        "Notices that finally failed.",
                        now.untold().size()),
                one(
                        "holdfast_halted",
                        "1 while the kill switch is on.",
                        now.halt() == null ? 0 : 1),
                one(
                        "holdfast_stream_complete",
                        "1 when all topics are read.",
                        now.complete() ? 1 : 0),
                dora("holdfast_changes", "Changes in 30 days.", at, f -> (double) f.changes()),
                dora(
                        "holdfast_change_fail_ratio",
                        "Failed changes among them, 0 to 1.",
                        at,
                        Figures::failRate),
                dora(
                        "holdfast_recovery_seconds",
                        "Median time from a failed change to the restored service.",
                        at,
                        f -> seconds(f.recovery())));
    }

    private static @Nullable Double seconds(@Nullable Duration d) {
        return d == null ? null : d.toMillis() / 1000.0;
    }

    private static MetricFamilySamples one(String name, String help, double value) {
        return new GaugeMetricFamily(name, help, value);
    }

    private static MetricFamilySamples open(Now now) {
        GaugeMetricFamily family =
                new GaugeMetricFamily(
                        "holdfast_incidents_open", "Open incidents.", List.of("scope", "severity"));
        Map<List<String>, Long> counts =
                now.open().stream()
                        .collect(
                                Collectors.groupingBy(
                                        r -> List.of(r.scope(), r.severity().name()),
                                        Collectors.counting()));
        counts.forEach((labels, n) -> family.addMetric(labels, n));
        return family;
    }

    /// How long the oldest open question of each scope has waited for a person.
    private static MetricFamilySamples waiting(Now now, Instant at) {
        GaugeMetricFamily family =
                new GaugeMetricFamily(
                        "holdfast_approval_waiting_seconds",
                        "Age of an open question to people.",
                        List.of("scope", "incident"));
        for (Row r : now.open()) {
            var asked = r.approval();
            if (asked != null) {
                double age = Duration.between(asked.at(), at).toMillis() / 1000.0;
                family.addMetric(List.of(r.scope(), r.incident()), age);
            }
        }
        return family;
    }

    /// One figure of DORA's.
    private interface Figure {
        @Nullable Double of(Figures figures);
    }

    private MetricFamilySamples dora(String name, String help, Instant at, Figure figure) {
        GaugeMetricFamily family = new GaugeMetricFamily(name, help, List.of("scope"));
        for (Shelved<Deliveries> d : deliveries(at)) {
            Double value = figure.of(d.value().figures(DAYS, at));
            if (value != null) {
                family.addMetric(List.of(d.scope().key()), value);
            }
        }
        return family;
    }

    private synchronized List<Shelved<Deliveries>> deliveries(Instant at) {
        Instant before = readAt;
        if (before == null || at.isAfter(before.plus(CALM))) {
            deliveries = transactions.everywhere(Shelves.DELIVERIES, MOST);
            readAt = at;
        }
        return deliveries;
    }
}
