package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// One series in memory: sealed chunks, then a raw head. Samples are numbered from the birth of the series,
/// so that a cursor stays right when the head under it is sealed.
final class Series {

    static final int SEALED = 120;
    private static final int MOST_RAW = SEALED + 40;

    final Labels labels;
    final int slot;
    long[] times = new long[16];
    double[] values = new double[16];
    int size;

    /// The number of the first sample in the head.
    long headStart;

    /// The newest time, also of a series whose samples have all been dropped.
    long last = Long.MIN_VALUE;

    private final List<Chunk> chunks = new ArrayList<>();
    private long firstNumber;
    private long saved;

    Series(Labels labels, int slot) {
        this.labels = labels;
        this.slot = slot;
    }

    /// Adds one sample, in order of time.
    ///
    /// @param settled samples up to this time may no longer be put between others
    /// @return false where it is late: not newer than the last and no longer to be put between, or there already
    boolean add(long time, double value, long settled) {
        if (time <= last) {
            return insert(time, value, settled);
        }
        if (size == times.length) {
            makeRoom();
        }
        times[size] = time;
        values[size++] = value;
        last = time;
        return true;
    }

    private boolean insert(long time, double value, long settled) {
        if (time <= settled || (!chunks.isEmpty() && time <= chunks.getLast().last())) {
            return false;
        }
        int at = Arrays.binarySearch(times, 0, size, time);
        if (at >= 0) {
            return false;
        }
        int place = -at - 1;
        if (size == times.length) {
            long before = headStart;
            makeRoom();
            place -= (int) (headStart - before);
            if (place < 0) {
                return false;
            }
        }
        System.arraycopy(times, place, times, place + 1, size - place);
        System.arraycopy(values, place, values, place + 1, size - place);
        times[place] = time;
        values[place] = value;
        size++;
        return true;
    }

    private void makeRoom() {
        if (times.length < MOST_RAW) {
            int length = Math.min(MOST_RAW, times.length * 2);
            times = Arrays.copyOf(times, length);
            values = Arrays.copyOf(values, length);
            return;
        }
        chunks.add(Chunk.seal(times, values, 0, SEALED));
        System.arraycopy(times, SEALED, times, 0, size - SEALED);
        System.arraycopy(values, SEALED, values, 0, size - SEALED);
        size -= SEALED;
        headStart += SEALED;
    }

    /// Drops chunks that end before `oldest`, and a head that does.
    void dropBefore(long oldest) {
        int dropped = 0;
        while (dropped < chunks.size() && chunks.get(dropped).last() < oldest) {
            firstNumber += chunks.get(dropped).count();
            dropped++;
        }
        chunks.subList(0, dropped).clear();
        if (chunks.isEmpty() && size > 0 && last < oldest) {
            headStart += size;
            firstNumber = headStart;
            size = 0;
            times = new long[16];
            values = new double[16];
        }
    }

    boolean empty() {
        return size == 0 && chunks.isEmpty();
    }

    long firstNumber() {
        return firstNumber;
    }

    /// The number behind the newest sample.
    long end() {
        return headStart + size;
    }

    /// The number of a sample before which nothing is younger than `time`: a start for a cursor, at most a chunk early.
    long startFor(long time) {
        long number = firstNumber;
        for (Chunk chunk : chunks) {
            if (chunk.last() >= time) {
                return number;
            }
            number += chunk.count();
        }
        return number;
    }

    /// A reader just before sample `number`, which must be in a chunk; `behind[0]` becomes the number behind that chunk.
    ChunkReader readerAt(long number, long[] behind) {
        long start = firstNumber;
        for (Chunk chunk : chunks) {
            if (number < start + chunk.count()) {
                ChunkReader reader = chunk.read();
                for (long skip = start; skip < number; skip++) {
                    reader.next();
                }
                behind[0] = start + chunk.count();
                return reader;
            }
            start += chunk.count();
        }
        throw new IllegalStateException(
                "sample %d of %s is in no chunk, the head starts at %d"
                        .formatted(number, labels, headStart));
    }

    /// A copy of the samples from `from` to `to`, both inclusive.
    SeriesSamples copy(long from, long to) {
        var outTimes = new long[(int) Math.max(0, end() - startFor(from))];
        var outValues = new double[outTimes.length];
        int n = 0;
        for (Chunk chunk : chunks) {
            if (chunk.last() >= from && chunk.first() <= to) {
                ChunkReader reader = chunk.read();
                for (int i = 0; i < chunk.count(); i++) {
                    reader.next();
                    if (reader.time >= from && reader.time <= to) {
                        outTimes[n] = reader.time;
                        outValues[n++] = reader.value;
                    }
                }
            }
        }
        int start = firstAtLeast(from);
        int stop = to == Long.MAX_VALUE ? size : firstAtLeast(to + 1);
        if (stop > start) {
            System.arraycopy(times, start, outTimes, n, stop - start);
            System.arraycopy(values, start, outValues, n, stop - start);
            n += stop - start;
        }
        return new SeriesSamples(labels, Arrays.copyOf(outTimes, n), Arrays.copyOf(outValues, n));
    }

    /// The samples that no checkpoint has yet. Those newer than `settled` come again next time,
    /// because others may still be put between them.
    SeriesSamples unsaved(long settled) {
        var cursor = new Cursor(this, Math.max(saved, firstNumber));
        int count = (int) (end() - cursor.next);
        var outTimes = new long[count];
        var outValues = new double[count];
        for (int i = 0; i < count && cursor.peek(); i++) {
            outTimes[i] = cursor.time;
            outValues[i] = cursor.value;
            cursor.pass();
            if (outTimes[i] <= settled) {
                saved = cursor.next;
            }
        }
        return new SeriesSamples(labels, outTimes, outValues);
    }

    private int firstAtLeast(long time) {
        int at = Arrays.binarySearch(times, 0, size, time);
        return at >= 0 ? at : -at - 1;
    }

    long bytes() {
        long bytes = 16L * times.length;
        for (Chunk chunk : chunks) {
            bytes += chunk.bytes();
        }
        return bytes;
    }
}
