package dev.holdfast.verifier.io.backup;

import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Walks through a tar archive: every header's checksum, every entry's length, the empty blocks at
/// its end.
final class Tar {
    private static final int BLOCK = 512;

    private final InputStream in;
    private final Terms terms;

    Tar(InputStream in, Terms terms) {
        this.in = in;
        this.terms = terms;
    }

    /// How many bytes its entries hold.
    long read() throws IOException, Unusable, Unpacking.Damaged {
        long bytes = 0;
        int entries = 0;
        while (true) {
            byte[] header = block();
            if (empty(header)) {
                if (entries == 0) {
                    throw new Unpacking.Damaged("there is nothing in it");
                }
                return bytes;
            }
            if (sum(header) != octal(header, 148, 8)) {
                throw new Unpacking.Damaged(
                        "entry %d of the archive has a wrong checksum".formatted(entries + 1));
            }
            long size = octal(header, 124, 12);
            skip((size + BLOCK - 1) / BLOCK);
            bytes += size;
            entries++;
        }
    }

    private byte[] block() throws IOException, Unusable, Unpacking.Damaged {
        terms.left();
        byte[] block = in.readNBytes(BLOCK);
        if (block.length < BLOCK) {
            throw new Unpacking.Damaged("the archive is cut off");
        }
        return block;
    }

    private void skip(long blocks) throws IOException, Unusable, Unpacking.Damaged {
        for (long i = 0; i < blocks; i++) {
            block();
        }
    }

    private static boolean empty(byte[] block) {
        for (byte b : block) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static long sum(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) {
            sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        }
        return sum;
    }

    /// Sizes above 8 GiB are written in base 256.
    private static long octal(byte[] header, int from, int length) throws Unpacking.Damaged {
        if ((header[from] & 0x80) != 0) {
            long value = header[from] & 0x7f;
            for (int i = 1; i < length; i++) {
                value = (value << 8) | (header[from + i] & 0xff);
            }
            return value;
        }
        String text =
                new String(
                                Arrays.copyOfRange(header, from, from + length),
                                StandardCharsets.US_ASCII)
                        .replace('\0', ' ')
                        .strip();
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text, 8);
        } catch (NumberFormatException _) {
            throw new Unpacking.Damaged("'%s' in the archive is no number".formatted(text));
        }
    }
}
