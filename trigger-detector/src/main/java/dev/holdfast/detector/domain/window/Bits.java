package dev.holdfast.detector.domain.window;

import java.util.Arrays;

/// A growing string of bits.
final class Bits {

    private byte[] bytes = new byte[64];
    private int size;

    void write(long value, int count) {
        while (size + count > bytes.length * 8) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2);
        }
        int left = count;
        while (left > 0) {
            int free = 8 - (size & 7);
            int taken = Math.min(free, left);
            long part = value >>> (left - taken) & (1L << taken) - 1;
            bytes[size >> 3] |= (byte) (part << (free - taken));
            size += taken;
            left -= taken;
        }
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, (size + 7) / 8);
    }
}
