package dev.holdfast.detector;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// What each process has cost since this was made, in CPU and memory, as Linux tells it.
final class Costs {
    private static final double TICKS = 100;

    private final Map<String, Long> processes;
    private final Map<String, Double> before = new LinkedHashMap<>();
    private final long began = System.nanoTime();

    Costs(Map<String, Long> processes) {
        this.processes = processes;
        processes.forEach((name, pid) -> before.put(name, cpu(pid)));
    }

    /// Seconds of CPU since the process began.
    static double cpu(long pid) {
        String stat = read(pid, "stat");
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
    }

    private static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double resident(long pid) {
        return read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(0);
    }

    /// Seconds of CPU that `process` took since this was made.
    double of(String process) {
        return cpu(Objects.requireNonNull(processes.get(process), process))
                - Objects.requireNonNull(before.get(process), process);
    }

    /// Of all processes but one.
    double allBut(String process) {
        return processes.keySet().stream()
                .filter(name -> !name.equals(process))
                .mapToDouble(this::of)
                .sum();
    }

    @Override
    public String toString() {
        double seconds = (System.nanoTime() - began) / 1e9;
        var text = new StringBuilder();
        processes.forEach((name, pid) ->
                text.append(
                        "%s %.2f cores, %.0f MB; "
                                .formatted(name, of(name) / seconds, resident(pid))));
        return text.toString();
    }
}
