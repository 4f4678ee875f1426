package dev.holdfast.detector.domain.exact;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.Arrays;

/// Growing arrays of times and values.
final class PointList {

    private long[] times = new long[16];
    private double[] values = new double[16];
    private int size;

    void add(long time, double value) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size * 2);
            values = Arrays.copyOf(values, size * 2);
        }
        times[size] = time;
        values[size++] = value;
    }

    SeriesSamples toSeries(Labels labels) {
        return new SeriesSamples(labels, Arrays.copyOf(times, size), Arrays.copyOf(values, size));
    }
}
