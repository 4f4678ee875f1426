package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.PlainWindow;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Function;
import dev.holdfast.detector.domain.series.Stale;

/// The window of one series under one function, moved forward sample by sample: amortised O(1) for each.
abstract class SlidingWindow {

    /// What all windows of one node share.
    record Shape(Function function, long range, Dialect dialect) {}

    final Shape shape;
    final Cursor left;
    private final Cursor right;

    /// How many samples are inside, stale markers not counted.
    int live;

    SlidingWindow(Shape shape, Series series, long start) {
        this.shape = shape;
        this.left = new Cursor(series, start);
        this.right = new Cursor(series, start);
    }

    static SlidingWindow of(Shape shape, Series series, long start) {
        return switch (shape.function()) {
            case RATE, INCREASE, DELTA -> new RateWindow(shape, series, start);
            case RESETS, CHANGES -> new ChangesWindow(shape, series, start);
            case IRATE, IDELTA, LAST_OVER_TIME -> new NewestWindow(shape, series, start);
            case SUM_OVER_TIME, AVG_OVER_TIME -> new SumWindow(shape, series, start);
            case MIN_OVER_TIME, MAX_OVER_TIME -> new ExtremeWindow(shape, series, start);
            default -> new ScannedWindow(shape, series, start);
        };
    }

    /// A live sample comes in at the new end.
    abstract void enter(long time, double value);

    /// The oldest live sample leaves; the left cursor still shows it.
    abstract void leave(long time, double value);

    /// The value of the function; the window has at least one live sample.
    abstract double result(long until, double parameter, long now);

    /// Its result may differ from the plain one in the last digits.
    boolean inexact() {
        return false;
    }

    final void advance(long until, long oldest) {
        while (right.peek() && right.time <= until) {
            if (!Stale.is(right.value)) {
                enter(right.time, right.value);
                live++;
            }
            right.pass();
        }
        while (left.next < right.next && left.peek() && left.time < oldest) {
            if (!Stale.is(left.value)) {
                leave(left.time, left.value);
                live--;
            }
            left.pass();
        }
    }

    /// The function computed plainly from the samples in the window.
    final double plain(long until, double parameter, long now) {
        var times = new long[live];
        var values = new double[live];
        Cursor cursor = left.copy();
        for (int i = 0; i < live && cursor.peekLive(); i++) {
            times[i] = cursor.time;
            values[i] = cursor.value;
            cursor.pass();
        }
        return PlainWindow.apply(
                        shape.function(),
                        shape.dialect(),
                        times,
                        values,
                        until - shape.range(),
                        until,
                        parameter,
                        now)
                .orElse(Node.ABSENT);
    }
}
