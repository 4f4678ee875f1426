package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.promql.Function;

import java.util.OptionalDouble;

/// A function over the samples of one window, for whoever has only the samples.
public final class PlainWindow {

    private PlainWindow() {}

    public static OptionalDouble apply(
            Function function,
            Dialect dialect,
            long[] times,
            double[] values,
            long from,
            long until,
            double parameter,
            long now) {
        return new RangeFunctions(dialect, from, until)
                .apply(function, new Window(times, values, 0, times.length), parameter, now);
    }
}
