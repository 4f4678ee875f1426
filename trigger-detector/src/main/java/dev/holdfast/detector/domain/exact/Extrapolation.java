package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.promql.Dialect;

/// How `rate`, `increase` and `delta` reach from the samples inside a range to the edges of the range.
public final class Extrapolation {

    private Extrapolation() {}

    /// @param raw last minus first value, counter resets made good
    /// @param start the oldest edge of the range, milliseconds
    public static double extrapolate(
            Dialect dialect,
            boolean counter,
            boolean perSecond,
            double raw,
            double firstValue,
            long firstAt,
            long lastAt,
            int samples,
            long start,
            long end) {
        double toStart = (firstAt - start) / 1000.0;
        double toEnd = (end - lastAt) / 1000.0;
        double sampled = (lastAt - firstAt) / 1000.0;
        double average = sampled / (samples - 1);
        double threshold = average * 1.1;
        if (dialect == Dialect.PROMQL_2) {
            toStart = counter ? zeroPoint(raw, firstValue, sampled, toStart) : toStart;
            toStart = toStart < threshold ? toStart : average / 2;
        } else {
            toStart = toStart >= threshold ? average / 2 : toStart;
            toStart = counter ? zeroPoint(raw, firstValue, sampled, toStart) : toStart;
        }
        toEnd = toEnd >= threshold ? average / 2 : toEnd;
        double factor = (sampled + toStart + toEnd) / sampled;
        if (perSecond) {
            factor /= (end - start) / 1000.0;
        }
        return raw * factor;
    }

    /// A counter is never negative: it is not followed back beyond its zero.
    private static double zeroPoint(double raw, double firstValue, double sampled, double toStart) {
        if (raw > 0 && firstValue >= 0) {
            double toZero = sampled * (firstValue / raw);
            return toZero < toStart ? toZero : toStart;
        }
        return toStart;
    }
}
