package dev.holdfast.detector.io.remotewrite;

/// Snappy's block format, unpacked within limits: what a block says it will become is believed only
/// as far as its own length allows, and nothing is allocated before.
final class SnappyBlock {
    /// A copy of 64 bytes takes 3, so no block unfolds further than this.
    private static final int MOST_UNFOLDED = 22;

    private final byte[] packed;
    private final byte[] plain;
    private int from;
    private int to;

    private SnappyBlock(byte[] packed, int from, int length) {
        this.packed = packed;
        this.from = from;
        this.plain = new byte[length];
    }

    /// Bytes that are no snappy block.
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }
    }

    /// A block that says it is larger than allowed.
    static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(long declared, int most) {
            super("unpacked it has %d bytes, allowed are %d".formatted(declared, most));
        }
    }

    /// @throws Broken where it is no block
    /// @throws TooLarge where it would have more than `most` bytes
    static byte[] plain(byte[] packed, int most) {
        long declared = 0;
        int at = 0;
        for (int shift = 0; ; shift += 7) {
            if (at >= packed.length || shift > 28) {
                throw new Broken("it does not begin with its length");
            }
            byte next = packed[at++];
            declared |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        if (declared > most) {
            throw new TooLarge(declared, most);
        }
        if (declared > (long) MOST_UNFOLDED * packed.length) {
            throw new Broken(
                    "%d bytes cannot become the %d it says".formatted(packed.length, declared));
        }
        var block = new SnappyBlock(packed, at, (int) declared);
        block.unpack();
        return block.plain;
    }

    private void unpack() {
        while (from < packed.length) {
            int tag = next();
            switch (tag & 3) {
                case 0 -> literal(tag >>> 2);
                case 1 -> copy(((tag >>> 5) << 8) | next(), 4 + ((tag >>> 2) & 7));
                case 2 -> copy(number(2), 1 + (tag >>> 2));
                default -> copy(number(4), 1 + (tag >>> 2));
            }
        }
        if (to != plain.length) {
            throw new Broken("it has %d bytes, not the %d it says".formatted(to, plain.length));
        }
    }

    private int next() {
        if (from >= packed.length) {
            throw new Broken("it ends in the middle");
        }
        return packed[from++] & 0xff;
    }

    private long number(int bytes) {
        long number = 0;
        for (int i = 0; i < bytes; i++) {
            number |= (long) next() << (8 * i);
        }
        return number;
    }

    private void literal(int size) {
        long declared = 1 + (size < 60 ? size : number(size - 59));
        if (declared > packed.length - from || declared > plain.length - to) {
            throw new Broken("a literal of %d bytes does not fit".formatted(declared));
        }
        int length = (int) declared;
        System.arraycopy(packed, from, plain, to, length);
        from += length;
        to += length;
    }

    /// Byte by byte, since a copy may reach into what it writes.
    private void copy(long back, int length) {
        if (back <= 0 || back > to || length > plain.length - to) {
            throw new Broken(
                    "a copy of %d bytes from %d back does not fit".formatted(length, back));
        }
        for (int i = 0; i < length; i++) {
            plain[to] = plain[to - (int) back];
            to++;
        }
    }
}
