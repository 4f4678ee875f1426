package dev.holdfast.detector.domain.window;

import java.nio.ByteBuffer;

/// Samples of one series, sealed and compressed as in Facebook's Gorilla:
/// times as differences of differences, values as the bits in which they differ from the one before.
@SuppressWarnings("ArrayRecordComponent") // sealed bytes, shared by readers and never written again
record Chunk(byte[] data, int count, long first, long last) {

    private static final int HEADER = 20;

    static Chunk seal(long[] times, double[] values, int from, int to) {
        var bits = new Bits();
        long time = times[from];
        long step = 0;
        long value = Double.doubleToRawLongBits(values[from]);
        int leading = -1;
        int trailing = 0;
        bits.write(time, 64);
        bits.write(value, 64);
        for (int i = from + 1; i < to; i++) {
            long nextStep = times[i] - time;
            writeTime(bits, nextStep - step);
            step = nextStep;
            time = times[i];
            long next = Double.doubleToRawLongBits(values[i]);
            long xor = next ^ value;
            value = next;
            if (xor == 0) {
                bits.write(0, 1);
                continue;
            }
            int zerosBefore = Math.min(31, Long.numberOfLeadingZeros(xor));
            int zerosAfter = Long.numberOfTrailingZeros(xor);
            if (leading >= 0 && zerosBefore >= leading && zerosAfter >= trailing) {
                bits.write(0b10, 2);
            } else {
                leading = zerosBefore;
                trailing = zerosAfter;
                bits.write(0b11, 2);
                bits.write(leading, 5);
                bits.write(64 - leading - trailing - 1, 6);
            }
            bits.write(xor >>> trailing, 64 - leading - trailing);
        }
        return new Chunk(bits.toBytes(), to - from, times[from], times[to - 1]);
    }

    private static void writeTime(Bits bits, long change) {
        if (change == 0) {
            bits.write(0, 1);
        } else if (change >= -8191 && change <= 8192) {
            bits.write(0b10, 2);
            bits.write(change + 8191, 14);
        } else if (change >= -524287 && change <= 524288) {
            bits.write(0b110, 3);
            bits.write(change + 524287, 20);
        } else {
            bits.write(0b111, 3);
            bits.write(change, 64);
        }
    }

    ChunkReader read() {
        return new ChunkReader(data);
    }

    /// Length and content in one piece, for a checkpoint.
    ByteBuffer toBytes() {
        return ByteBuffer.allocate(HEADER + data.length)
                .putInt(count)
                .putLong(first)
                .putLong(last)
                .put(data)
                .flip();
    }

    int bytes() {
        return data.length + HEADER;
    }
}
