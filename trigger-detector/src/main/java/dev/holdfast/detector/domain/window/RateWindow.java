package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.exact.Extrapolation;
import dev.holdfast.detector.domain.promql.Function;

import java.util.Arrays;

/// `rate`, `increase` and `delta`: the two ends and the counter resets between them, added in the order of the plain
/// evaluator, so that the result is bit-equal to its.
final class RateWindow extends SlidingWindow {

    private final boolean counter;
    private long lastTime;
    private double lastValue;
    private long[] resetTimes = new long[0];
    private double[] resetValues = new double[0];
    private int resets;

    RateWindow(Shape shape, Series series, long start) {
        super(shape, series, start);
        this.counter = shape.function() != Function.DELTA;
    }

    @Override
    void enter(long time, double value) {
        if (counter && live > 0 && value < lastValue) {
            if (resets == resetTimes.length) {
                resetTimes = Arrays.copyOf(resetTimes, Math.max(4, resets * 2));
                resetValues = Arrays.copyOf(resetValues, resetTimes.length);
            }
            resetTimes[resets] = lastTime;
            resetValues[resets++] = lastValue;
        }
        lastTime = time;
        lastValue = value;
    }

    @Override
    void leave(long time, double value) {
        if (resets > 0 && resetTimes[0] <= time) {
            resets--;
            System.arraycopy(resetTimes, 1, resetTimes, 0, resets);
            System.arraycopy(resetValues, 1, resetValues, 0, resets);
        }
    }

    @Override
    double result(long until, double parameter, long now) {
        if (live < 2 || !left.peekLive()) {
            return Node.ABSENT;
        }
        double raw = lastValue - left.value;
        for (int i = 0; i < resets; i++) {
            raw += resetValues[i];
        }
        return Extrapolation.extrapolate(
                shape.dialect(),
                counter,
                shape.function() == Function.RATE,
                raw,
                left.value,
                left.time,
                lastTime,
                live,
                until - shape.range(),
                until);
    }
}
