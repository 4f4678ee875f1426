package dev.holdfast.detector.io.kafka;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/// Bodies that may come compressed, unpacked only as far as allowed.
public final class Compressed {
    private Compressed() {}

    /// @param encoding value of Content-Encoding; nothing, `identity` and `gzip` are known
    /// @throws TooLarge when it unfolds into more than `most`
    /// @throws IOException when it is not what it says
    public static byte[] plain(byte[] body, @Nullable String encoding, int most)
            throws IOException {
        if (encoding == null || encoding.isEmpty() || encoding.equals("identity")) {
            return body;
        }
        if (!encoding.equals("gzip")) {
            throw new IOException("Content-Encoding '%s' is not known here".formatted(encoding));
        }
        boolean packed = body.length > 1 && body[0] == 0x1f && (body[1] & 0xff) == 0x8b;
        if (!packed) {
            return body; // the server has unpacked it already
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            byte[] plain = in.readNBytes(most + 1);
            if (plain.length > most) {
                throw new TooLarge(most);
            }
            return plain;
        }
    }

    /// More than anybody sends who means well.
    public static final class TooLarge extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLarge(int most) {
            super("unpacked it has more than %d bytes".formatted(most));
        }

        @Override
        public String getMessage() {
            return String.valueOf(super.getMessage());
        }
    }
}
