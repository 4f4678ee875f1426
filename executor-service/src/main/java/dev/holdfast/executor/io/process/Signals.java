package dev.holdfast.executor.io.process;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Sends signals to processes by number.
final class Signals {
    static final String[] NAMES = {"TERM", "INT", "HUP", "QUIT", "USR1", "USR2", "KILL"};

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Signals() {}

    /// Throws `IOException` when it could not be sent.
    static void send(ProcessHandle process, String signal)
            throws IOException, InterruptedException {
        List<String> line = List.of("/bin/kill", "-s", signal, Long.toString(process.pid()));
        Programs.Ended ended = Programs.run(new Command(line, null, Map.of()), PATIENCE);
        if (ended.code() != 0) {
            throw new IOException(
                    "kill -s %s %d: %s".formatted(signal, process.pid(), ended.output()));
        }
    }

    /// Asks it to end, and after `grace` ends it with all below it. True when it is gone.
    static boolean end(ProcessHandle process, String signal, Duration grace)
            throws IOException, InterruptedException {
        if (process.isAlive()) {
            send(process, signal);
        }
        if (!gone(process, grace)) {
            Programs.kill(process);
        }
        return gone(process, PATIENCE);
    }

    private static boolean gone(ProcessHandle process, Duration patience)
            throws InterruptedException {
        try {
            process.onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException _) {
            return !process.isAlive();
        }
    }
}
