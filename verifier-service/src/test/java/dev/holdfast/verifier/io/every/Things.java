package dev.holdfast.verifier.io.every;

import dev.holdfast.local.Ports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a test class has started, to be ended in the opposite order.
final class Things {
    private final Deque<AutoCloseable> all = new ArrayDeque<>();
    private final Path folder;

    Things(Path folder) {
        this.folder = folder;
    }

    Path folder() {
        return folder;
    }

    <T extends AutoCloseable> T keep(T thing) {
        all.push(thing);
        return thing;
    }

    /// Starts a program of this machine that listens on the port; `{port}` and `{folder}` in its
    /// arguments are filled in.
    int listening(Path program, String... arguments) throws IOException {
        int port = Ports.free();
        Path own = Files.createDirectories(folder.resolve(program.getFileName() + "-" + port));
        List<String> line = new ArrayList<>(List.of(program.toString()));
        for (String argument : arguments) {
            line.add(argument.replace("{port}", "" + port).replace("{folder}", own.toString()));
        }
        Process process =
                new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(own.resolve("log").toFile())
                        .start();
        keep(() -> {
            process.destroy();
            process.waitFor(10, TimeUnit.SECONDS);
            process.destroyForcibly();
        });
        return port;
    }

    /// A file of the test's own.
    Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    static boolean installed(Path program) {
        return Files.isExecutable(program);
    }

    void end() throws Exception {
        while (!all.isEmpty()) {
            all.pop().close();
        }
    }
}
