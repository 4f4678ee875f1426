package dev.holdfast.executor.io.process;

import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Finding;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Runs programs: with a clean environment, bounded output, and an end.
public final class Programs {
    /// Marks every process that an effect has started.
    static final String KEY = "HOLDFAST_KEY";

    /// The executor's own settings and passwords are nobody's business.
    private static final Set<String> PASSED_ON =
            Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "JAVA_HOME", "USER", "TMPDIR");

    private static final Duration LAST_WORDS = Duration.ofMillis(300);

    private Programs() {}

    /// What a program that has ended came to.
    public record Ended(int code, String output) {}

    /// The effect's marks for a child's environment.
    public static Map<String, String> marks(String rollback, Effect effect) {
        Map<String, String> marks = new HashMap<>();
        marks.put(KEY, effect.key());
        marks.put("HOLDFAST_EPOCH", Long.toString(effect.epoch()));
        marks.put("HOLDFAST_ATTEMPT", Integer.toString(effect.attempt()));
        marks.put("HOLDFAST_ROLLBACK", rollback);
        return marks;
    }

    /// Runs it to its end. A program that is not over in time is killed with all its children, and
    /// [Late] is thrown; one that cannot be started throws `IOException`.
    public static Ended run(Command command, Duration timeout)
            throws IOException, InterruptedException {
        return run(command, new byte[0], timeout);
    }

    /// The same, keeping up to 1 MiB of what it writes.
    public static Ended whole(Command command, Duration timeout)
            throws IOException, InterruptedException {
        return run(command, new byte[0], Output.WHOLE, timeout);
    }

    /// @param input what the program reads
    public static Ended run(Command command, byte[] input, Duration timeout)
            throws IOException, InterruptedException {
        return run(command, input, Output.USUAL, timeout);
    }

    private static Ended run(Command command, byte[] input, int most, Duration timeout)
            throws IOException, InterruptedException {
        Process process = builder(command).redirectErrorStream(true).start();
        try (InputStream out = process.getInputStream()) {
            Thread.ofVirtual().start(() -> feed(process, input));
            Output output = new Output(out, most);
            Thread reader = Thread.ofVirtual().start(output);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                kill(process.toHandle());
                throw new Late(output.text());
            }
            // A child of it may hold the pipe open for ever; what it says later is not waited for.
            reader.join(LAST_WORDS);
            return new Ended(process.exitValue(), output.text());
        } finally {
            if (process.isAlive()) {
                kill(process.toHandle());
            }
        }
    }

    /// Beside the program, which may never read it.
    private static void feed(Process process, byte[] input) {
        try (OutputStream in = process.getOutputStream()) {
            in.write(input);
        } catch (IOException _) {
            // It has ended without reading all of it; its exit code says what that means.
        }
    }

    static ProcessBuilder builder(Command command) {
        ProcessBuilder builder = new ProcessBuilder(command.line());
        Map<String, String> env = builder.environment();
        env.keySet().retainAll(PASSED_ON);
        env.putAll(command.environment());
        Path folder = command.folder();
        if (folder != null) {
            builder.directory(folder.toFile());
        }
        return builder;
    }

    /// Ends a process and everything below it.
    static void kill(ProcessHandle process) {
        List<ProcessHandle> below = process.descendants().toList();
        process.destroyForcibly();
        below.forEach(ProcessHandle::destroyForcibly);
    }

    /// A finding for what a started program answered.
    static Finding judged(Ended ended, List<Integer> good) {
        return good.contains(ended.code())
                ? new Finding.Done("exit code %d\n%s".formatted(ended.code(), ended.output()))
                : new Finding.NotDone("exit code %d".formatted(ended.code()), ended.output());
    }

    /// A program that was killed because its time was over.
    public static final class Late extends IOException {
        private static final long serialVersionUID = 1L;

        private final String output;

        Late(String output) {
            super("not over in time, so it was killed with its children");
            this.output = output;
        }

        public String output() {
            return output;
        }
    }
}
