package dev.holdfast.trials.measure;

import java.util.Collection;
import java.util.List;

/// Sorted measurements in milliseconds; the percentile is the nearest rank, so it was really seen.
record Percentiles(List<Double> sorted) {
    static Percentiles of(Collection<Double> millis) {
        return new Percentiles(millis.stream().sorted().toList());
    }

    int count() {
        return sorted.size();
    }

    /// NaN when nothing was measured.
    double at(double percent) {
        if (sorted.isEmpty()) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.clamp(rank - 1, 0, sorted.size() - 1));
    }

    double largest() {
        return at(100);
    }
}
