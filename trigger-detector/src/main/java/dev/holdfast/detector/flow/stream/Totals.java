package dev.holdfast.detector.flow.stream;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Adds increments up to running totals, as PromQL wants counters. An increment not newer than the
/// last of its series is a repeat and changes nothing.
final class Totals {
    /// Series beyond this are refused, and counted.
    private static final int MOST = 500_000;

    private final Map<Labels, Total> totals = new LinkedHashMap<>();
    private long refused;

    /// The state of one series.
    record Total(long at, double sum) {}

    List<SeriesSamples> add(List<SeriesSamples> deltas) {
        List<SeriesSamples> running = new ArrayList<>(deltas.size());
        for (SeriesSamples d : deltas) {
            SeriesSamples r = add(d);
            if (r.size() > 0) {
                running.add(r);
            }
        }
        return running;
    }

    private SeriesSamples add(SeriesSamples deltas) {
        long[] times = new long[deltas.size()];
        double[] values = new double[deltas.size()];
        int n = 0;
        Total before = totals.get(deltas.labels());
        if (before == null && totals.size() >= MOST) {
            refused += deltas.size();
            return new SeriesSamples(deltas.labels(), new long[0], new double[0]);
        }
        for (int i = 0; i < deltas.size(); i++) {
            if (before == null || deltas.times()[i] > before.at()) {
                double sum = (before == null ? 0 : before.sum()) + deltas.values()[i];
                before = new Total(deltas.times()[i], sum);
                times[n] = before.at();
                values[n++] = before.sum();
            }
        }
        if (before != null) {
            totals.put(deltas.labels(), before);
        }
        return new SeriesSamples(
                deltas.labels(), Arrays.copyOf(times, n), Arrays.copyOf(values, n));
    }

    long refused() {
        return refused;
    }

    /// All of them as samples, to be kept.
    List<SeriesSamples> all() {
        List<SeriesSamples> all = new ArrayList<>(totals.size());
        totals.forEach((labels, t) -> all.add(SeriesSamples.one(labels, t.at(), t.sum())));
        return all;
    }

    void restore(List<SeriesSamples> kept) {
        totals.clear();
        for (SeriesSamples s : kept) {
            totals.put(s.labels(), new Total(s.times()[0], s.values()[0]));
        }
    }
}
