package dev.holdfast.executor.io.process;

import dev.holdfast.executor.domain.rollback.Evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads all that a program writes, so that it never blocks, and keeps the beginning and the end.
final class Output implements Runnable {
    static final int USUAL = Evidence.MOST;
    static final int WHOLE = 1 << 20;

    private final InputStream in;
    private final int most;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private long left;

    /// @param most in characters, of the beginning; a quarter of it of the end
    Output(InputStream in, int most) {
        this.in = in;
        this.most = most;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                take(new String(buffer, 0, n, StandardCharsets.UTF_8));
            }
        } catch (IOException _) {
            // Closed under us, after the program has ended: what came until then counts.
        }
    }

    private synchronized void take(String text) {
        int room = Math.min(text.length(), Math.max(0, most - head.length()));
        head.append(text, 0, room);
        tail.append(text, room, text.length());
        int kept = most / 4;
        if (tail.length() > kept) {
            left += tail.length() - kept;
            tail.delete(0, tail.length() - kept);
        }
    }

    synchronized String text() {
        String between = left == 0 ? "" : "\n… %d characters left out …\n".formatted(left);
        return (head + between + tail).strip();
    }
}
