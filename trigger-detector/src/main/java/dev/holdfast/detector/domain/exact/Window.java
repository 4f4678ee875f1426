package dev.holdfast.detector.domain.exact;

/// The samples of one series inside one range, oldest first, without stale markers: `from` inclusive to `to` exclusive.
@SuppressWarnings("ArrayRecordComponent") // a view on arrays that somebody else owns
public record Window(long[] times, double[] values, int from, int to) {

    public int size() {
        return to - from;
    }

    public long time(int index) {
        return times[from + index];
    }

    public double value(int index) {
        return values[from + index];
    }
}
