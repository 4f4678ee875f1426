package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Function;

/// `changes` and `resets`: a whole number, counted up at one end and down at the other.
final class ChangesWindow extends SlidingWindow {

    private double lastValue;
    private int count;
    private double gone;
    private boolean unsettled;

    ChangesWindow(Shape shape, Series series, long start) {
        super(shape, series, start);
    }

    private boolean counts(double before, double value) {
        return shape.function() == Function.RESETS
                ? value < before
                : value != before && !(Double.isNaN(value) && Double.isNaN(before));
    }

    @Override
    void enter(long time, double value) {
        count += live > 0 && counts(lastValue, value) ? 1 : 0;
        lastValue = value;
    }

    /// The pair of this sample and the next one is settled when the next one is seen.
    @Override
    void leave(long time, double value) {
        settle(value);
        gone = value;
        unsettled = live > 1;
    }

    private void settle(double next) {
        count -= unsettled && counts(gone, next) ? 1 : 0;
        unsettled = false;
    }

    @Override
    double result(long until, double parameter, long now) {
        if (unsettled && left.peekLive()) {
            settle(left.value);
        }
        return count;
    }
}
