package dev.holdfast.executor.io.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Finds living processes by the mark of the effect that started them, and by pid file.
final class Living {
    /// Between the start of a process and the writing of its pid file, clocks being coarse.
    private static final long SLACK_SECONDS = 2;

    private Living() {}

    /// The process that this effect has started with this command line, if it lives. Programs that
    /// it started in turn carry the same mark, but not the same line.
    static Optional<ProcessHandle> of(String key, List<String> line) {
        return ProcessHandle.allProcesses()
                .filter(p -> marked(p.pid(), key) && runs(p.pid(), line))
                .findFirst();
    }

    /// Whether the process carries the mark of this effect.
    static boolean marked(long pid, String key) {
        String wanted = Programs.KEY + "=" + key;
        return words(pid, "environ").contains(wanted);
    }

    private static boolean runs(long pid, List<String> line) {
        // A script's line begins with its interpreter; the last words are ours.
        List<String> words = words(pid, "cmdline");
        int from = words.size() - line.size();
        return from >= 0 && words.subList(from, words.size()).equals(line);
    }

    /// The process that a pid file names, if it is that one and not a later one of the same number.
    static Optional<ProcessHandle> inPidFile(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > 64) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(file).strip());
            Instant written =
                    Files.getLastModifiedTime(file).toInstant().plusSeconds(SLACK_SECONDS);
            return pid <= 1
                    ? Optional.empty()
                    : ProcessHandle.of(pid)
                            .filter(ProcessHandle::isAlive)
                            .filter(p -> !startedAfter(p, written));
        } catch (IOException | NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static boolean startedAfter(ProcessHandle p, Instant written) {
        return p.info().startInstant().filter(s -> s.isAfter(written)).isPresent();
    }

    private static List<String> words(long pid, String file) {
        try {
            Path path = Path.of("/proc", Long.toString(pid), file);
            String all = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
            return Arrays.asList(all.split("\0"));
        } catch (IOException _) {
            return List.of(); // ended, or not ours to look at
        }
    }
}
