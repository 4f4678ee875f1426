package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Function;

/// `min_over_time` and `max_over_time`; NaN only where all values are.
final class ExtremeWindow extends SlidingWindow {

    private final BlockAggregate aggregate;

    ExtremeWindow(Shape shape, Series series, long start) {
        super(shape, series, start);
        this.aggregate =
                new BlockAggregate(
                        shape.function() == Function.MIN_OVER_TIME
                                ? BlockAggregate.Kind.MIN
                                : BlockAggregate.Kind.MAX);
    }

    @Override
    void enter(long time, double value) {
        aggregate.enter(value);
    }

    @Override
    void leave(long time, double value) {
        aggregate.leave(left);
    }

    @Override
    double result(long until, double parameter, long now) {
        return aggregate.total()[0];
    }
}
