package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Function;

/// `sum_over_time` and `avg_over_time`. Sums of whole numbers are exact in any order; others may differ
/// from the plain sum in the last digits, and so may the mean that Prometheus 2 took step by step.
final class SumWindow extends SlidingWindow {

    private static final double MOST_WHOLE = 0x1p32;

    private final BlockAggregate aggregate = new BlockAggregate(BlockAggregate.Kind.SUM);
    private int fractions;

    SumWindow(Shape shape, Series series, long start) {
        super(shape, series, start);
    }

    private static boolean whole(double value) {
        return value == Math.rint(value) && Math.abs(value) <= MOST_WHOLE;
    }

    @Override
    void enter(long time, double value) {
        aggregate.enter(value);
        fractions += whole(value) ? 0 : 1;
    }

    @Override
    void leave(long time, double value) {
        aggregate.leave(left);
        fractions -= whole(value) ? 0 : 1;
    }

    @Override
    boolean inexact() {
        return fractions > 0
                || (shape.function() == Function.AVG_OVER_TIME
                        && shape.dialect() == Dialect.PROMQL_2);
    }

    @Override
    double result(long until, double parameter, long now) {
        double[] total = aggregate.total();
        if (!Double.isFinite(total[0])) {
            return plain(until, parameter, now);
        }
        return shape.function() == Function.SUM_OVER_TIME
                ? total[0] + total[1]
                : total[0] / live + total[1] / live;
    }
}
