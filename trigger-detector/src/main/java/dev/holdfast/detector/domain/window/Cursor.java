package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Stale;

import org.jspecify.annotations.Nullable;

/// A place between two samples of a series, moving forward only.
final class Cursor {

    private final Series series;
    private final long[] readerEnd = new long[1];
    private @Nullable ChunkReader reader;
    private long readerNext;
    private boolean loaded;

    /// The number of the sample behind this place.
    long next;

    long time;
    double value;

    Cursor(Series series, long start) {
        this.series = series;
        this.next = start;
    }

    /// A reader of its own at the same place; costs up to a chunk to find its way.
    Cursor copy() {
        return new Cursor(series, next);
    }

    /// Shows the next sample in `time` and `value` without passing it; false where there is none.
    boolean peek() {
        if (next < series.firstNumber()) {
            next = series.firstNumber();
            loaded = false;
        }
        if (next >= series.headStart) {
            int index = (int) (next - series.headStart);
            if (index >= series.size) {
                return false;
            }
            time = series.times[index];
            value = series.values[index];
            return true;
        }
        if (!loaded) {
            load();
        }
        return true;
    }

    private void load() {
        ChunkReader from = reader;
        if (from == null || readerNext != next || next >= readerEnd[0]) {
            from = series.readerAt(next, readerEnd);
            reader = from;
        }
        from.next();
        readerNext = next + 1;
        time = from.time;
        value = from.value;
        loaded = true;
    }

    void pass() {
        next++;
        loaded = false;
    }

    /// Passes stale markers, then peeks.
    boolean peekLive() {
        while (peek()) {
            if (!Stale.is(value)) {
                return true;
            }
            pass();
        }
        return false;
    }
}
