package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.Stale;
import dev.holdfast.detector.domain.window.SeriesStore;

import java.util.HashSet;
import java.util.Set;

/// Writes what one rule yields, and a stale marker to each series that it yielded before and no longer does.
final class SeriesWriter {

    private final SeriesStore store;
    private Set<Labels> before = new HashSet<>();
    private Set<Labels> now = new HashSet<>();

    SeriesWriter(SeriesStore store) {
        this.store = store;
    }

    void write(Labels labels, long at, double value) {
        now.add(labels);
        store.add(labels, at, value, Long.MAX_VALUE);
    }

    /// All of this evaluation is written.
    void finish(long at) {
        for (Labels labels : before) {
            if (!now.contains(labels)) {
                store.add(labels, at, Stale.MARKER, Long.MAX_VALUE);
            }
        }
        Set<Labels> emptied = before;
        before = now;
        now = emptied;
        now.clear();
    }

    Set<Labels> written() {
        return before;
    }

    void restore(Set<Labels> written) {
        before = new HashSet<>(written);
    }
}
