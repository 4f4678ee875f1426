package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.LabelMatcher;

import java.util.List;
import java.util.function.Consumer;

/// The series of one selector, told as they are born.
final class SelectedSeries {

    private final SeriesStore store;
    private final List<LabelMatcher> matchers;
    private int seen;

    SelectedSeries(SeriesStore store, List<LabelMatcher> matchers) {
        this.store = store;
        this.matchers = matchers;
    }

    void births(Consumer<Series> born) {
        List<Series> candidates = store.candidates(matchers);
        while (seen < candidates.size()) {
            Series series = candidates.get(seen++);
            if (SeriesStore.matches(series, matchers)) {
                born.accept(series);
            }
        }
    }
}
