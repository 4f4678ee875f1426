package dev.holdfast.detector.domain.window;

/// Reads a chunk sample by sample; the caller counts.
final class ChunkReader {

    private final byte[] data;
    private int at;
    private boolean started;
    private long step;
    private long bits;
    private int leading;
    private int meaningful;
    long time;
    double value;

    ChunkReader(byte[] data) {
        this.data = data;
    }

    void next() {
        if (!started) {
            started = true;
            time = read(64);
            bits = read(64);
        } else {
            step += change();
            time += step;
            if (read(1) == 1) {
                if (read(1) == 1) {
                    leading = (int) read(5);
                    meaningful = (int) read(6) + 1;
                }
                bits ^= read(meaningful) << (64 - leading - meaningful);
            }
        }
        value = Double.longBitsToDouble(bits);
    }

    private long change() {
        if (read(1) == 0) {
            return 0;
        }
        if (read(1) == 0) {
            return read(14) - 8191;
        }
        return read(1) == 0 ? read(20) - 524287 : read(64);
    }

    private long read(int count) {
        long result = 0;
        int left = count;
        while (left > 0) {
            int available = 8 - (at & 7);
            int taken = Math.min(available, left);
            int part = (data[at >> 3] & 0xff) >>> (available - taken) & (1 << taken) - 1;
            result = result << taken | part;
            at += taken;
            left -= taken;
        }
        return result;
    }
}
