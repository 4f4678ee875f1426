package dev.holdfast.local;

import dev.holdfast.local.child.Tether;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The command line of a child JVM, tethered to us.
///
/// @param flags JVM flags beside those every child has
/// @param train whether a first run records the start-up cache, which makes its stop a few seconds longer
record JavaCommand(
        String name,
        List<Path> classpath,
        List<String> flags,
        String mainClass,
        List<String> arguments,
        boolean train) {

    /// Small and quick to start; a house of six JVMs shares few cores and little memory.
    private static final List<String> EVERY_CHILD =
            List.of(
                    "-XX:+UseSerialGC",
                    // The start-up cache stays where it was made for: moved, each of its pages
                    // would
                    // be written and so be each process's own (45 MiB a service).
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:ArchiveRelocationMode=0",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseCompactObjectHeaders",
                    "-XX:MinHeapFreeRatio=10",
                    "-XX:MaxHeapFreeRatio=30",
                    "-XX:+ExitOnOutOfMemoryError",
                    "-Xss512k",
                    "-Djava.net.preferIPv4Stack=true",
                    "-Dfile.encoding=UTF-8",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow");

    StartupCache cache() {
        return StartupCache.of(name, fullClasspath(), allFlags());
    }

    List<String> line() {
        var line = new ArrayList<String>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(allFlags());
        line.addAll(cache().flags(train));
        line.add("-cp");
        line.add(
                fullClasspath().stream()
                        .map(Path::toString)
                        .collect(Collectors.joining(File.pathSeparator)));
        line.add(Tether.class.getName());
        line.add(mainClass);
        line.addAll(arguments);
        return line;
    }

    private List<String> allFlags() {
        var all = new ArrayList<>(EVERY_CHILD);
        all.addAll(flags);
        return all;
    }

    private List<Path> fullClasspath() {
        var all = new ArrayList<Path>();
        all.add(ChildJar.path());
        all.addAll(classpath);
        return all;
    }
}
