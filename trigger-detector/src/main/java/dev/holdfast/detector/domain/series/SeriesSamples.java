package dev.holdfast.detector.domain.series;

/// Samples of one series, oldest first: times in milliseconds since the epoch and as many values.
/// A value of [Stale#MARKER] says that the series ended there.
@SuppressWarnings(
        "ArrayRecordComponent") // plain arrays are the point: a batch holds millions of samples
public record SeriesSamples(Labels labels, long[] times, double[] values) {
    public SeriesSamples {
        if (times.length != values.length) {
            throw new IllegalArgumentException(
                    "%s has %d times but %d values".formatted(labels, times.length, values.length));
        }
    }

    public static SeriesSamples one(Labels labels, long at, double value) {
        return new SeriesSamples(labels, new long[] {at}, new double[] {value});
    }

    public int size() {
        return times.length;
    }
}
