package dev.holdfast.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/// Docker's own command line.
final class Docker {
    private Docker() {}

    /// Skips the test where no engine answers.
    static void needed() throws InterruptedException {
        try {
            Assumptions.assumeTrue(run("info").code() == 0, "no Docker engine answers here");
        } catch (IOException e) {
            Assumptions.abort("no Docker here: " + e.getMessage());
        }
    }

    /// What it said; an error of the test where it did not end well.
    static String says(String... words) throws IOException, InterruptedException {
        Said said = run(words);
        if (said.code() != 0) {
            throw new AssertionError(
                    "docker %s ended with %d: %s"
                            .formatted(String.join(" ", words), said.code(), said.text()));
        }
        return said.text();
    }

    static Said run(String... words) throws IOException, InterruptedException {
        List<String> line = Stream.concat(Stream.of("docker"), Stream.of(words)).toList();
        Process docker = new ProcessBuilder(line).redirectErrorStream(true).start();
        docker.getOutputStream().close();
        String text = new String(docker.getInputStream().readAllBytes(), UTF_8).strip();
        return new Said(docker.waitFor(), text);
    }

    record Said(int code, String text) {}
}
