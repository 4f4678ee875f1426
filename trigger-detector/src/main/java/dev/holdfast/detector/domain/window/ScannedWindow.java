package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Function;

/// For functions without a running form: the window is read anew each time, except to count it.
final class ScannedWindow extends SlidingWindow {

    ScannedWindow(Shape shape, Series series, long start) {
        super(shape, series, start);
    }

    @Override
    void enter(long time, double value) {
        // counting is enough
    }

    @Override
    void leave(long time, double value) {
        // counting is enough
    }

    @Override
    double result(long until, double parameter, long now) {
        if (shape.function() == Function.COUNT_OVER_TIME) {
            return live;
        }
        return shape.function() == Function.PRESENT_OVER_TIME ? 1 : plain(until, parameter, now);
    }
}
