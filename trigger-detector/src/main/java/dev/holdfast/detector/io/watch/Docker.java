package dev.holdfast.detector.io.watch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Asks the Docker engine through its own command, by a list of words and no shell. Which engine is
/// asked, `DOCKER_HOST` of the detector says; no other setting of the detector reaches the command.
final class Docker {
    private static final int SECONDS = 10;
    private static final int LARGEST = 4 << 20;

    private final String program;

    Docker(String program) {
        this.program = program;
    }

    /// What the command writes when it ends well.
    String ask(List<String> words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(n -> !n.equals("PATH") && !n.equals("HOME") && !n.startsWith("DOCKER_"));
        Process process = builder.start();
        try (InputStream out = process.getInputStream()) {
            process.getOutputStream().close();
            Thread end =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                                        process.destroyForcibly();
                                    }
                                } catch (InterruptedException _) {
                                    process.destroyForcibly();
                                }
                            });
            byte[] text = out.readNBytes(LARGEST);
            end.join();
            String said = new String(text, StandardCharsets.UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(
                        "`%s %s` ended with %d within %d s: %s"
                                .formatted(program, words.getFirst(), code, SECONDS, brief(said)));
            }
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    private static String brief(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
