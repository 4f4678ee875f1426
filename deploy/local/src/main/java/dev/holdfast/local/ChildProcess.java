package dev.holdfast.local;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// One process of ours: its log file, its tether (it ends when we end, however that happens), and
/// its orderly stop.
final class ChildProcess implements Children.Part {
    private static final AtomicLong ORDER = new AtomicLong();
    private static final int LAST_LINES = 15;
    private static final int MAX_LOG_TAIL = 64 * 1024;

    /// What to start. `readyWord` is a line on its standard output that means it serves; without
    /// one, standard output goes to the log too.
    record Launch(
            String name,
            List<String> command,
            Map<String, String> environment,
            Path folder,
            Path log,
            @Nullable String readyWord,
            Stopping stopping) {}

    /// How this kind of process is told to stop, and how long that may take.
    record Stopping(Signal signal, Duration patience) {}

    enum Signal {
        /// SIGTERM to the process.
        TERM,
        /// The watcher beside it sends SIGINT: PostgreSQL's "fast" shutdown.
        INT_BY_WATCHER
    }

    private final Launch launch;
    private final Process process;
    private final @Nullable Process watcher;
    private final long order = ORDER.incrementAndGet();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private volatile boolean stopping;
    private volatile boolean stoppedWell = true;

    private ChildProcess(Launch launch, Process process, @Nullable Process watcher) {
        this.launch = launch;
        this.process = process;
        this.watcher = watcher;
        if (launch.readyWord() == null) {
            ready.complete(true);
        } else {
            Thread.ofVirtual().name(launch.name() + "-output").start(this::watchOutput);
        }
        Children.remember(this);
    }

    static ChildProcess start(Launch launch) {
        try {
            Files.createDirectories(launch.folder());
            Files.createDirectories(launch.log().toAbsolutePath().getParent());
            var builder =
                    new ProcessBuilder(launch.command())
                            .directory(launch.folder().toFile())
                            .redirectError(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
            if (launch.readyWord() == null) {
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
            }
            // glibc keeps an arena a thread otherwise: tens of megabytes that nobody uses.
            builder.environment().put("MALLOC_ARENA_MAX", "2");
            builder.environment().putAll(launch.environment());
            Process process = builder.start();
            Process watcher =
                    launch.stopping().signal() == Signal.INT_BY_WATCHER
                            ? watcherOf(process.pid())
                            : null;
            return new ChildProcess(launch, process, watcher);
        } catch (IOException e) {
            throw new LocalException(
                    "Cannot start %s: %s".formatted(launch.name(), e.getMessage()), e);
        }
    }

    /// A few bytes of shell that outlive us by a moment: they wait for the end of their input and
    /// then stop the process that cannot watch us itself.
    private static Process watcherOf(long pid) throws IOException {
        return new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "trap '' INT TERM HUP; read -r _; kill -INT \"$1\" 2>/dev/null",
                        "holdfast-tether",
                        Long.toString(pid))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private void watchOutput() {
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.equals(launch.readyWord())) {
                    ready.complete(true);
                }
            }
        } catch (IOException e) {
            ready.complete(false);
        }
        ready.complete(false);
    }

    /// Waits for the ready word. Throws with the end of the log when the process ended instead or
    /// the time is over; it is stopped then.
    void awaitReady(Duration patience) {
        try {
            if (ready.get(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            throw failedToStart("it ended while starting");
        } catch (java.util.concurrent.TimeoutException e) {
            throw failedToStart("it was not ready within %d s".formatted(patience.toSeconds()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failedToStart("the start was interrupted");
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("the ready future never fails", e);
        }
    }

    LocalException failedToStart(String why) {
        close();
        return new LocalException(
                "%s did not start: %s. Log %s ends with:\n%s"
                        .formatted(launch.name(), why, launch.log(), logTail()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /// Empty while the process runs.
    Optional<Integer> exitCode() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /// Whether we asked it to stop; a process that ended otherwise ended by itself.
    boolean isStopping() {
        return stopping;
    }

    /// False after it had to be killed.
    boolean stoppedWell() {
        return stoppedWell;
    }

    CompletableFuture<Process> onExit() {
        return process.onExit();
    }

    long pid() {
        return process.pid();
    }

    /// SIGKILL, as a fault would be; for tests.
    void kill() {
        stopping = true;
        stoppedWell = false;
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(10));
        release();
    }

    @Override
    public long order() {
        return order;
    }

    @Override
    public void close() {
        stopping = true;
        if (process.isAlive()) {
            askToStop();
            if (!awaitExit(launch.stopping().patience())) {
                stoppedWell = false;
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                awaitExit(Duration.ofSeconds(10));
            }
        }
        release();
    }

    private void askToStop() {
        if (watcher == null) {
            process.destroy();
            return;
        }
        try {
            watcher.getOutputStream().close();
        } catch (IOException e) {
            process.destroy();
        }
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void release() {
        if (watcher != null) {
            watcher.destroyForcibly();
        }
        Children.forget(this);
    }

    /// The last lines of its log, for an error message; what the JVM says about its cache aside.
    String logTail() {
        try {
            byte[] all = Files.readAllBytes(launch.log());
            int from = Math.max(0, all.length - MAX_LOG_TAIL);
            var lines =
                    new ArrayList<>(
                            new String(all, from, all.length - from, StandardCharsets.UTF_8)
                                    .lines()
                                    .filter(line -> !line.contains("AOT"))
                                    .toList());
            return String.join(
                    "\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
        } catch (IOException e) {
            return "(no log: %s)".formatted(e.getMessage());
        }
    }
}
