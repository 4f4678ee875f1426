package dev.holdfast.shop.lab;

import dev.holdfast.local.LocalException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs programs for a lab, as argument lists, with their output in the lab's log.
///
/// @param log where everything that they say is kept
/// @param environment added to the lab's own
public record Program(Path log, Map<String, String> environment) {
    private static final long PATIENCE_SECONDS = 180;

    public Program {
        environment = Map.copyOf(environment);
    }

    /// Where a program is on the path.
    ///
    /// @throws LocalException when it is not installed, with what needs it
    public static Path find(String name, String why) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            Path found = Path.of(folder, name);
            if (Files.isExecutable(found)) {
                return found;
            }
        }
        throw new LocalException("%s needs %s, which is not installed".formatted(why, name));
    }

    /// Runs one to its end; throws when it does not exit with 0 within three minutes.
    public void run(Path folder, String... command) throws IOException, InterruptedException {
        var builder =
                new ProcessBuilder(List.of(command))
                        .directory(folder.toFile())
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException(
                    "%s did not end within %d s: see %s"
                            .formatted(List.of(command), PATIENCE_SECONDS, log));
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "%s ended with code %d: see %s"
                            .formatted(List.of(command), process.exitValue(), log));
        }
    }
}
