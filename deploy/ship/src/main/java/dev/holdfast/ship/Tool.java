package dev.holdfast.ship;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.holdfast.local.LocalException;

import java.io.IOException;
import java.util.List;

/// Runs a program of this machine and answers what it said.
final class Tool {
    private Tool() {}

    static String says(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            int code = process.waitFor();
            if (code != 0) {
                throw new LocalException(
                        "%s ended with %d: %s".formatted(line.getFirst(), code, said.strip()));
            }
            return said;
        } catch (IOException e) {
            throw new LocalException(
                    "%s could not be run: %s".formatted(line.getFirst(), e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("interrupted while %s ran".formatted(line.getFirst()), e);
        }
    }
}
