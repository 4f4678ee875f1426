package dev.holdfast.executor.io.process;

import dev.holdfast.executor.domain.rollback.Evidence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads all that a program writes, so that it never blocks, and keeps the beginning and the end.
final class Output implements Runnable {
    private static final int HEAD = Evidence.MOST;
    private static final int TAIL = Evidence.MOST / 4;

    private final InputStream in;
    private final StringBuilder head = new StringBuilder();
    private final StringBuilder tail = new StringBuilder();
    private long left;

    Output(InputStream in) {
        this.in = in;
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
        int room = Math.min(text.length(), Math.max(0, HEAD - head.length()));
        head.append(text, 0, room);
        tail.append(text, room, text.length());
        if (tail.length() > TAIL) {
            left += tail.length() - TAIL;
            tail.delete(0, tail.length() - TAIL);
        }
    }

    synchronized String text() {
        String between = left == 0 ? "" : "\n… %d characters left out …\n".formatted(left);
        return (head + between + tail).strip();
    }
}
