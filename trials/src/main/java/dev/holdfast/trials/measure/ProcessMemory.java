package dev.holdfast.trials.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Memory of a process and its children, as the kernel counts it.
///
/// @param residentMiB of the process itself (VmRSS), as `ps` shows it, shared pages counted in full
/// @param shareMiB of it and all its children (Pss): a page shared by n processes counts as 1/n
/// @param startupCache whether the JVM has an ahead-of-time cache mapped
record ProcessMemory(double residentMiB, double shareMiB, boolean startupCache) {
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern SHARE = Pattern.compile("(?m)^Pss:\\s+(\\d+) kB");
    private static final double KIB = 1024;

    /// Fields of /proc/PID/stat after the name, and how many ticks a second has (USER_HZ).
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    private static final double TICKS = 100;

    static ProcessMemory of(long pid) {
        double share = family(pid).mapToDouble(p -> number(SHARE, read(p, "smaps_rollup"))).sum();
        return new ProcessMemory(
                number(RESIDENT, read(pid, "status")) / KIB,
                share / KIB,
                read(pid, "maps").filter(maps -> maps.contains(".aot")).isPresent());
    }

    /// Processor time that it and its living children have used.
    static double cpuSeconds(long pid) {
        return family(pid)
                .flatMap(p -> read(p, "stat").stream())
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .mapToDouble(
                        f -> (Double.parseDouble(f[USER]) + Double.parseDouble(f[SYSTEM])) / TICKS)
                .sum();
    }

    private static Stream<Long> family(long pid) {
        return Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
    }

    private static double number(Pattern pattern, Optional<String> text) {
        return text.map(pattern::matcher)
                .filter(Matcher::find)
                .map(found -> Double.parseDouble(found.group(1)))
                .orElse(0.0);
    }

    private static Optional<String> read(long pid, String file) {
        try {
            return Optional.of(Files.readString(Path.of("/proc", Long.toString(pid), file)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // it has ended
        } catch (IOException e) {
            throw new UncheckedIOException("/proc/%d/%s".formatted(pid, file), e);
        }
    }
}
