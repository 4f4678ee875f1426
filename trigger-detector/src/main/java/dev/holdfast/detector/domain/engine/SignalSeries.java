package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Turns signals into series, so that rules can count them: `holdfast_signal` (1 each time, for `count_over_time`),
/// `holdfast_signals_total` (a counter) and `holdfast_signal_last_seconds`.
final class SignalSeries {

    private static final int REMEMBERED = 10_000;

    /// How often and when a signal of one label set came.
    record Count(double total, long last) {}

    final LinkedHashSet<String> seen = new LinkedHashSet<>();
    final Map<Labels, Count> counts = new LinkedHashMap<>();

    /// The samples of a signal, none for one that came before.
    List<SeriesSamples> accept(Input.Signal signal) {
        if (!seen.add(signal.id())) {
            return List.of();
        }
        if (seen.size() > REMEMBERED) {
            seen.removeFirst();
        }
        Labels labels = signal.labels().with("type", signal.type());
        Count before = counts.get(labels);
        long at = before == null ? signal.at() : Math.max(signal.at(), before.last() + 1);
        double total = before == null ? 1 : before.total() + 1;
        counts.put(labels, new Count(total, at));
        Labels counter = labels.with(Labels.NAME, "holdfast_signals_total");
        return List.of(
                SeriesSamples.one(labels.with(Labels.NAME, "holdfast_signal"), at, 1),
                before == null
                        ? new SeriesSamples(counter, new long[] {at - 1, at}, new double[] {0, 1})
                        : SeriesSamples.one(counter, at, total),
                SeriesSamples.one(
                        labels.with(Labels.NAME, "holdfast_signal_last_seconds"),
                        at,
                        signal.at() / 1000.0));
    }
}
