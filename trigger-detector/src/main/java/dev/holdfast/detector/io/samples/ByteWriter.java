package dev.holdfast.detector.io.samples;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Writes numbers and texts into growing bytes. Whole numbers take as few bytes as they need.
public final class ByteWriter {
    private byte[] bytes;
    private int size;

    public ByteWriter(int expected) {
        bytes = new byte[Math.max(16, expected)];
    }

    public void one(int value) {
        room(1);
        bytes[size++] = (byte) value;
    }

    /// A number that is not negative, seven bits a byte, low bits first.
    public void count(long value) {
        room(10);
        long v = value;
        while ((v & ~0x7fL) != 0) {
            bytes[size++] = (byte) ((v & 0x7f) | 0x80);
            v >>>= 7;
        }
        bytes[size++] = (byte) v;
    }

    /// A number of either sign; small ones of both signs are short.
    public void signed(long value) {
        count((value << 1) ^ (value >> 63));
    }

    /// All 64 bits, so that every NaN stays the NaN it is.
    public void real(double value) {
        room(8);
        long bits = Double.doubleToRawLongBits(value);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (bits >>> shift);
        }
    }

    public void text(String value) {
        raw(value.getBytes(StandardCharsets.UTF_8));
    }

    public void raw(byte[] value) {
        count(value.length);
        room(value.length);
        System.arraycopy(value, 0, bytes, size, value.length);
        size += value.length;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void room(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
