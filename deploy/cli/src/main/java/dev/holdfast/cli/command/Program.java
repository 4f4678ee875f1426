package dev.holdfast.cli.command;

import dev.holdfast.cli.Exit;
import dev.holdfast.cli.Failure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A built module's program, run in a JVM of its own: the command line does not carry its libraries.
///
/// @param module its folder below the project's
/// @param main the class that starts it
record Program(String module, String main) {

    static Program of(String module, String main) {
        return new Program(module, main);
    }

    /// Ends when it ends, with its exit code; what it prints goes to this terminal.
    int run(List<String> arguments) {
        Path target = Path.of(System.getProperty("holdfast.root", "."), module, "target");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(
                List.of(
                        "-XX:+UseSerialGC",
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        classpath(target),
                        main));
        line.addAll(arguments);
        try {
            Process child = new ProcessBuilder(line).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(child::destroy));
            return child.waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s could not be started: %s".formatted(module, e.getMessage()), e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Exit.FAILED;
        }
    }

    private String classpath(Path target) {
        String jars = Path.of(module).getFileName() + "-.*(?<!-tests)\\.jar";
        try (Stream<Path> files = Files.list(target)) {
            Path jar =
                    files.filter(f -> f.getFileName().toString().matches(jars))
                            .findFirst()
                            .orElseThrow(() -> missing(target));
            return jar
                    + File.pathSeparator
                    + Files.readString(target.resolve("classpath.txt")).strip();
        } catch (IOException _) {
            throw missing(target);
        }
    }

    private static Failure missing(Path target) {
        return new Failure(
                Exit.NOT_FOUND,
                "nothing is built in %s: run `mvn -DskipTests package` there first"
                        .formatted(target));
    }
}
