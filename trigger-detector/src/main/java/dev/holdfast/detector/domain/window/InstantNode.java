package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Expr;
import dev.holdfast.detector.domain.series.Stale;

import java.util.ArrayList;
import java.util.List;

/// `selector offset …`: the newest sample of each series, if it is young enough.
final class InstantNode extends Node {

    private final SelectedSeries selected;
    private final long offset;
    private final long lookback;
    private final Dialect dialect;
    private final List<Latest> latest = new ArrayList<>();

    InstantNode(SeriesStore store, Expr.Selector selector, long lookback, Dialect dialect) {
        this.selected = new SelectedSeries(store, selector.matchers());
        this.offset = selector.shift().offset();
        this.lookback = lookback;
        this.dialect = dialect;
    }

    @Override
    void compute(Pass pass) {
        long at = pass.now() - offset;
        long oldest = dialect.oldest(at, lookback);
        selected.births(series -> {
            latest.add(new Latest(new Cursor(series, series.startFor(oldest))));
            addSlot(series.labels);
        });
        for (int i = 0; i < size(); i++) {
            Latest one = latest.get(i);
            one.advance(at);
            values[i] = one.time >= oldest && !Stale.is(one.value) ? one.value : ABSENT;
        }
    }

    private static final class Latest {

        private final Cursor cursor;
        private long time = Long.MIN_VALUE;
        private double value;

        Latest(Cursor cursor) {
            this.cursor = cursor;
        }

        void advance(long at) {
            while (cursor.peek() && cursor.time <= at) {
                time = cursor.time;
                value = cursor.value;
                cursor.pass();
            }
        }
    }
}
