package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Function;

/// `irate`, `idelta` and `last_over_time` need the newest two samples only.
final class NewestWindow extends SlidingWindow {

    private long time;
    private double value;
    private long timeBefore;
    private double valueBefore;

    NewestWindow(Shape shape, Series series, long start) {
        super(shape, series, start);
    }

    @Override
    void enter(long newTime, double newValue) {
        timeBefore = time;
        valueBefore = value;
        time = newTime;
        value = newValue;
    }

    @Override
    void leave(long oldTime, double oldValue) {
        // the newest stay
    }

    @Override
    double result(long until, double parameter, long now) {
        if (shape.function() == Function.LAST_OVER_TIME) {
            return value;
        }
        if (live < 2) {
            return Node.ABSENT;
        }
        boolean rate = shape.function() == Function.IRATE;
        double change = rate && value < valueBefore ? value : value - valueBefore;
        return rate ? change / ((time - timeBefore) / 1000.0) : change;
    }
}
