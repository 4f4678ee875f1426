package dev.holdfast.executor.io;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.executor.domain.rollback.Finding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Programs of the world outside, for tests that need the real ones.
public final class Outside {
    private Outside() {}

    /// Skips the test, with the reason, where a program is not installed.
    public static String needs(String program, String comesWith) {
        String found =
                Stream.concat(
                                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")),
                                Stream.of("/usr/sbin", "/sbin"))
                        .map(f -> Path.of(f, program))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .findFirst()
                        .orElse("");
        assumeTrue(
                !found.isEmpty(), "%s is not installed (Debian: %s)".formatted(program, comesWith));
        return found;
    }

    /// Runs it and returns what it wrote; fails the test when it does not exit with 0.
    public static String run(Path folder, String... line) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(line))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new AssertionError("%s exited with %d: %s".formatted(List.of(line), code, out));
        }
        return out.strip();
    }

    /// What was found, for a message when it is another.
    public static Finding.Done done(Finding finding) {
        if (finding instanceof Finding.Done done) {
            return done;
        }
        throw new AssertionError("not done: " + finding);
    }
}
