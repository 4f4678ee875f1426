package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.series.Stale;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/// The samples of every selector of one query, fetched once for all its steps.
final class Fetched {

    private final ExactEvaluator settings;
    private final long start;
    private final long end;
    private final IdentityHashMap<Expr.Selector, List<SeriesSamples>> bySelector =
            new IdentityHashMap<>();

    /// How many samples may still be held at once.
    private long left;

    Fetched(ExactEvaluator settings, long start, long end) {
        this.settings = settings;
        this.start = start;
        this.end = end;
        this.left = settings.budget() / ExactEvaluator.HELD;
    }

    List<SeriesSamples> of(Expr.Selector selector) {
        return bySelector.getOrDefault(selector, List.of());
    }

    /// Fetches what `expr` needs to be evaluated at any time from `first` to `last`.
    void fetch(Expr expr, long first, long last) {
        switch (expr) {
            case Expr.Selector selector ->
                    select(selector, first, last, settings.lookback(), false);
            case Expr.Range range -> select(range.selector(), first, last, range.range(), true);
            case Expr.Subquery s ->
                    fetch(
                            s.expr(),
                            s.shift().apply(first, start, end) - s.range(),
                            s.shift().apply(last, start, end));
            default -> expr.children().forEach(child -> fetch(child, first, last));
        }
    }

    private void select(
            Expr.Selector selector, long first, long last, long before, boolean withoutStale) {
        long from = selector.shift().apply(first, start, end) - before;
        long to = selector.shift().apply(last, start, end);
        List<SeriesSamples> series = settings.storage().select(selector.matchers(), from, to, left);
        left -= series.stream().mapToLong(SeriesSamples::size).sum();
        bySelector.put(
                selector,
                withoutStale ? series.stream().map(Fetched::withoutStale).toList() : series);
    }

    private static SeriesSamples withoutStale(SeriesSamples series) {
        var kept = new ArrayList<Integer>();
        for (int i = 0; i < series.size(); i++) {
            if (!Stale.is(series.values()[i])) {
                kept.add(i);
            }
        }
        if (kept.size() == series.size()) {
            return series;
        }
        return new SeriesSamples(
                series.labels(),
                kept.stream().mapToLong(i -> series.times()[i]).toArray(),
                kept.stream().mapToDouble(i -> series.values()[i]).toArray());
    }
}
