package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Turns signals into series, so that rules can count them: `holdfast_signal` (1 each time, for `count_over_time`),
/// `holdfast_signals_total` (a counter) and `holdfast_signal_last_seconds`.
final class SignalSeries {

    private static final int REMEMBERED = 10_000;

    /// So long after its last one a signal is still told; then it is forgotten, and counted from nothing.
    private static final long TOLD = 86_400_000;

    /// How often and when a signal of one label set came.
    ///
    /// @param last the time of its newest sample
    /// @param at the time that the newest signal says
    record Count(double total, long last, long at) {}

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
        counts.put(labels, new Count(total, at, signal.at()));
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

    /// The series again at `now`, so that a deployment of half an hour ago, or a migration whose end never came, can still be
    /// asked for: what is not told for five minutes is no longer there.
    List<SeriesSamples> again(long now) {
        counts.values().removeIf(count -> now - count.at() > TOLD);
        var told = new ArrayList<SeriesSamples>();
        counts.replaceAll((labels, count) -> {
            if (count.last() >= now) {
                return count;
            }
            told.add(
                    SeriesSamples.one(
                            labels.with(Labels.NAME, "holdfast_signals_total"),
                            now,
                            count.total()));
            told.add(
                    SeriesSamples.one(
                            labels.with(Labels.NAME, "holdfast_signal_last_seconds"),
                            now,
                            count.at() / 1000.0));
            return new Count(count.total(), now, count.at());
        });
        return told;
    }
}
