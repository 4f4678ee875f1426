package dev.holdfast.detector.io.streams;

import dev.holdfast.detector.domain.release.Phase;
import dev.holdfast.detector.domain.release.Standing;
import dev.holdfast.detector.io.samples.ByteReader;
import dev.holdfast.detector.io.samples.ByteWriter;

/// One [Standing] as bytes, version 2: `seen seenAt told phase ours heardAt`; the first had no `heardAt`.
final class StandingCodec {
    private static final int VERSION = 2;
    private static final int OLDEST = 1;

    private StandingCodec() {}

    static byte[] encode(Standing s) {
        ByteWriter out = new ByteWriter(64);
        out.one(VERSION);
        out.text(s.seen());
        out.signed(s.seenAt());
        out.text(s.told());
        out.one(
                switch (s.phase()) {
                    case STARTED -> 0;
                    case FINISHED -> 1;
                    case FAILED -> 2;
                });
        out.one(s.ours() ? 1 : 0);
        out.signed(s.heardAt());
        return out.toBytes();
    }

    /// Throws [ByteReader.Unreadable] for anything that [#encode] never wrote.
    static Standing decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        int version = in.one();
        if (version < OLDEST || version > VERSION) {
            throw new ByteReader.Unreadable(
                    "it has version %d, read are %d to %d".formatted(version, OLDEST, VERSION));
        }
        String seen = in.text();
        long seenAt = in.signed();
        String told = in.text();
        int phase = in.one();
        Phase read =
                switch (phase) {
                    case 0 -> Phase.STARTED;
                    case 1 -> Phase.FINISHED;
                    case 2 -> Phase.FAILED;
                    default ->
                            throw new ByteReader.Unreadable("phase %d is unknown".formatted(phase));
                };
        boolean ours = in.one() == 1;
        long heardAt = version == OLDEST ? seenAt : in.signed();
        in.end();
        return new Standing(seen, seenAt, told, read, ours, heardAt);
    }
}
