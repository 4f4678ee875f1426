package dev.holdfast.trials.whole;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// SIGSTOP and SIGCONT, which Java does not send itself.
final class Signals {
    private Signals() {}

    static void stop(long pid) {
        send("-STOP", pid);
    }

    static void resume(long pid) {
        send("-CONT", pid);
    }

    private static void send(String signal, long pid) {
        try {
            int code =
                    new ProcessBuilder(List.of("kill", signal, String.valueOf(pid)))
                            .inheritIO()
                            .start()
                            .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill %s %d: code %d".formatted(signal, pid, code));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
