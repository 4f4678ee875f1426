package dev.holdfast.verifier.io.command;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs programs without a shell and with an almost empty environment, and leaves none behind.
public final class Programs {
    private Programs() {}

    /// How a program ended and the first part of what it wrote.
    @SuppressWarnings("ArrayRecordComponent") // read at once and not kept
    public record Ended(int code, byte[] bytes) {
        public String output() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// @param most of its output, in bytes; the rest is read and dropped
    public static Ended run(List<String> line, int most, Terms terms) throws Unusable {
        Process process = start(line, true);
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> output =
                    CompletableFuture.supplyAsync(
                            () -> read(process.getInputStream(), most), Thread::startVirtualThread);
            if (!process.waitFor(terms.left(), TimeUnit.MILLISECONDS)) {
                throw terms.late();
            }
            byte[] said = output.get(terms.left(), TimeUnit.MILLISECONDS);
            return new Ended(process.exitValue(), said);
        } catch (TimeoutException _) {
            throw terms.late();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw terms.late();
        } catch (IOException | ExecutionException e) {
            throw new Unusable(Why.BROKEN, "its output cannot be read: " + e.getMessage());
        } finally {
            end(process);
        }
    }

    /// Starts one; whoever does must end it.
    public static Process start(List<String> line, boolean errorsToo) throws Unusable {
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(errorsToo);
        builder.directory(new File("/"));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Unusable(Why.GONE, "it cannot be run: " + e.getMessage());
        }
    }

    public static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// The first part; the rest is read and dropped, so that the program is not held up.
    private static byte[] read(InputStream in, int most) {
        try {
            byte[] first = in.readNBytes(most);
            in.transferTo(OutputStream.nullOutputStream());
            return first;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
