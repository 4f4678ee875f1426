package dev.holdfast.verifier.io.command;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs programs without a shell and with an almost empty environment, and leaves none behind on this
/// machine; what runs elsewhere is bounded there, see `Standpoint#line`.
public final class Programs {
    private static final int MOST_ERRORS = 16 << 10;

    /// By which a program inside a cluster finds the API server.
    private static final List<String> OF_A_POD =
            List.of("KUBERNETES_SERVICE_HOST", "KUBERNETES_SERVICE_PORT");

    private Programs() {}

    /// How a program ended and the first part of what it wrote.
    ///
    /// @param bytes of its output; together with its errors where they were not kept apart
    @SuppressWarnings("ArrayRecordComponent") // read at once and not kept
    public record Ended(int code, byte[] bytes, String errors) {
        public String output() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /// @param most of its output, in bytes; the rest is read and dropped
    public static Ended run(List<String> line, int most, Terms terms) throws Unusable {
        return run(start(line, true), most, terms);
    }

    /// The same with its errors apart: programs that lead elsewhere speak there of the way.
    public static Ended apart(List<String> line, int most, Terms terms) throws Unusable {
        return run(start(line, false), most, terms);
    }

    private static Ended run(Process process, int most, Terms terms) throws Unusable {
        try {
            process.getOutputStream().close();
            CompletableFuture<byte[]> output = reading(process.getInputStream(), most);
            CompletableFuture<byte[]> errors = reading(process.getErrorStream(), MOST_ERRORS);
            if (!process.waitFor(terms.left(), TimeUnit.MILLISECONDS)) {
                throw terms.late();
            }
            byte[] said = output.get(terms.left(), TimeUnit.MILLISECONDS);
            byte[] wrong = errors.get(terms.left(), TimeUnit.MILLISECONDS);
            return new Ended(process.exitValue(), said, new String(wrong, StandardCharsets.UTF_8));
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
        Map<String, String> environment = environment(Map.copyOf(builder.environment()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new Unusable(Why.GONE, "it cannot be run: " + e.getMessage());
        }
    }

    /// What a program is given of the service's own environment.
    static Map<String, String> environment(Map<String, String> own) {
        Map<String, String> environment = new HashMap<>(own);
        environment.keySet().retainAll(OF_A_POD);
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LC_ALL", "C.UTF-8");
        return environment;
    }

    /// Ends it and what it began, on this machine.
    public static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static CompletableFuture<byte[]> reading(InputStream in, int most) {
        return CompletableFuture.supplyAsync(() -> read(in, most), Thread::startVirtualThread);
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
