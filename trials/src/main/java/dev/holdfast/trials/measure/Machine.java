package dev.holdfast.trials.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where it was measured, and how busy that place was with other things.
final class Machine {
    private Machine() {}

    static Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("cores", Runtime.getRuntime().availableProcessors());
        facts.put("memoryMiB", memoryMiB());
        facts.put("kernel", System.getProperty("os.version", ""));
        facts.put("java", Runtime.version().toString());
        facts.put("load", load());
        return facts;
    }

    static String sentence() {
        return "%d cores, %d MiB, Linux %s, Java %s, load %s before"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        memoryMiB(),
                        System.getProperty("os.version", "?"),
                        Runtime.version(),
                        load());
    }

    /// The mean number of processes that wanted a core in the last minute.
    static String load() {
        return read("/proc/loadavg").split(" ", 2)[0];
    }

    private static long memoryMiB() {
        String line =
                read("/proc/meminfo")
                        .lines()
                        .filter(l -> l.startsWith("MemTotal"))
                        .findFirst()
                        .orElse("0");
        return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read: this measures Linux only", e);
        }
    }
}
