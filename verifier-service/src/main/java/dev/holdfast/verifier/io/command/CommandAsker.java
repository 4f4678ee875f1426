package dev.holdfast.verifier.io.command;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a program of the service's own list, without a shell, with an almost empty environment.
public final class CommandAsker implements Asker<Question.Command> {
    private static final int MOST_OUTPUT = 64 << 10;

    private final Set<String> allowed;

    /// @param allowed full paths of programs
    public CommandAsker(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    @Override
    public Answer ask(Question.Command q, Terms terms) throws Unusable {
        if (!allowed.contains(q.run().getFirst())) {
            throw new Unusable(
                    Why.REFUSED,
                    "%s is not listed in HOLDFAST_CHECK_COMMANDS, so it was not run"
                            .formatted(q.run().getFirst()));
        }
        long began = System.nanoTime();
        Process process = start(q);
        try {
            CompletableFuture<byte[]> output =
                    CompletableFuture.supplyAsync(
                            () -> read(process.getInputStream()), Thread::startVirtualThread);
            if (!process.waitFor(terms.left(), TimeUnit.MILLISECONDS)) {
                throw terms.late();
            }
            byte[] said = output.get(terms.left(), TimeUnit.MILLISECONDS);
            return new Answer.Exited(
                    process.exitValue(),
                    new String(said, StandardCharsets.UTF_8),
                    Duration.ofNanos(System.nanoTime() - began));
        } catch (TimeoutException _) {
            throw terms.late();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw terms.late();
        } catch (ExecutionException e) {
            throw new Unusable(Why.BROKEN, "its output cannot be read: " + e.getCause());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static Process start(Question.Command q) throws Unusable {
        ProcessBuilder builder = new ProcessBuilder(q.run()).redirectErrorStream(true);
        builder.directory(new File("/"));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            return process;
        } catch (IOException e) {
            throw new Unusable(Why.GONE, "it cannot be run: " + e.getMessage());
        }
    }

    /// The first part; the rest is read and dropped, so that the program is not held up.
    private static byte[] read(InputStream in) {
        try {
            byte[] first = in.readNBytes(MOST_OUTPUT);
            in.transferTo(OutputStream.nullOutputStream());
            return first;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
