package dev.holdfast.detector.io.samples;

import java.nio.charset.StandardCharsets;

/// Reads what [ByteWriter] wrote. Nothing is allocated for a number that the bytes only claim.
public final class ByteReader {
    private final byte[] bytes;
    private int at;

    public ByteReader(byte[] bytes) {
        this.bytes = bytes;
    }

    public int one() {
        need(1);
        return bytes[at++] & 0xff;
    }

    public long count() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int b = one();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
        throw new Unreadable("a number of more than 64 bits ends at byte %d".formatted(at));
    }

    public long signed() {
        long value = count();
        return (value >>> 1) ^ -(value & 1);
    }

    public double real() {
        need(8);
        long bits = 0;
        for (int i = 0; i < 8; i++) {
            bits = (bits << 8) | (bytes[at++] & 0xff);
        }
        return Double.longBitsToDouble(bits);
    }

    /// How many items follow, each of at least `least` bytes: more than can be there is refused.
    public int items(int least) {
        long n = count();
        if (n < 0 || n > (bytes.length - at) / least) {
            throw new Unreadable(
                    "byte %d announces %d items, but only %d bytes follow"
                            .formatted(at, n, bytes.length - at));
        }
        return (int) n;
    }

    public String text() {
        int length = items(1);
        String value = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return value;
    }

    public byte[] raw() {
        int length = items(1);
        byte[] value = new byte[length];
        System.arraycopy(bytes, at, value, 0, length);
        at += length;
        return value;
    }

    /// Throws when something is left over.
    public void end() {
        if (at != bytes.length) {
            throw new Unreadable("%d bytes follow after the end".formatted(bytes.length - at));
        }
    }

    private void need(int n) {
        if (bytes.length - at < n) {
            throw new Unreadable(
                    "it ends at byte %d in the middle of something".formatted(bytes.length));
        }
    }

    /// Bytes that nobody of ours has written.
    public static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public Unreadable(String message) {
            super(message);
        }
    }
}
