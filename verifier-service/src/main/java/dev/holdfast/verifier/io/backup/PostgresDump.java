package dev.holdfast.verifier.io.backup;

import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.Evidence;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Has `pg_restore` write a dump of its own format out as text, and reads that; nothing is kept.
final class PostgresDump {
    private final Set<String> programs;
    private final List<String> tables;
    private final Terms terms;

    PostgresDump(Set<String> programs, List<String> tables, Terms terms) {
        this.programs = programs;
        this.tables = tables;
        this.terms = terms;
    }

    Contents read(Path file) throws IOException, Unusable, Unpacking.Damaged {
        String program =
                programs.stream()
                        .filter(p -> p.endsWith("/pg_restore"))
                        .findFirst()
                        .orElseThrow(() ->
                                new Unusable(
                                        Why.REFUSED,
                                        "it is a dump of pg_dump's own format, and"
                                                + " HOLDFAST_CHECK_COMMANDS lists no pg_restore"));
        ProcessBuilder builder = new ProcessBuilder(program, "--file=-", file.toString());
        builder.environment().clear();
        builder.environment().put("LC_ALL", "C.UTF-8");
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            long left = terms.left();
            Thread.startVirtualThread(() -> end(process, left)); // its output may hang for ever
            CompletableFuture<String> said =
                    CompletableFuture.supplyAsync(
                            () -> text(process.getErrorStream()), Thread::startVirtualThread);
            Contents contents;
            try (InputStream out = new BufferedInputStream(process.getInputStream(), 64 << 10)) {
                contents = new SqlDump(tables, terms).read(out);
            }
            if (!process.waitFor(terms.left(), TimeUnit.MILLISECONDS)) {
                throw terms.late();
            }
            if (process.exitValue() != 0) {
                throw new Unpacking.Damaged("pg_restore says: " + Evidence.cut(said.join(), 200));
            }
            return contents;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw terms.late();
        } finally {
            process.destroyForcibly();
        }
    }

    /// Only one that does not end by itself: destroying takes away what is not read yet.
    private static void end(Process process, long left) {
        try {
            if (!process.waitFor(left, TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String text(InputStream in) {
        try {
            return new String(in.readNBytes(4_000), StandardCharsets.UTF_8).strip();
        } catch (IOException _) {
            return "(nothing)";
        }
    }
}
