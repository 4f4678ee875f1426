package dev.holdfast.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds who listens on a port, as far as Linux' /proc lets this user see it.
final class PortHolder {
    private static final String LISTENING = "0A";

    private PortHolder() {}

    /// The command and process id of the listener, empty when it is not to be found out.
    static Optional<String> of(int port) {
        Set<String> sockets = socketsListeningOn(port);
        if (sockets.isEmpty()) {
            return Optional.empty();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(process.pid(), sockets))
                .findFirst()
                .map(process -> "process %d (%s)".formatted(process.pid(), commandOf(process)));
    }

    private static Set<String> socketsListeningOn(int port) {
        var inodes = new HashSet<String>();
        String suffix = ":%04X".formatted(port);
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try (Stream<String> lines = Files.lines(Path.of(table))) {
                lines.map(line -> line.trim().split("\\s+"))
                        .filter(f -> f.length > 9 && f[1].endsWith(suffix))
                        .filter(f -> f[3].equals(LISTENING))
                        .forEach(f -> inodes.add("socket:[" + f[9] + "]"));
            } catch (IOException e) {
                return Set.of(); // not Linux: the port's holder stays unknown
            }
        }
        return inodes;
    }

    private static boolean holdsOneOf(long pid, Set<String> sockets) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return files.anyMatch(file -> sockets.contains(target(file)));
        } catch (IOException e) {
            return false; // ended meanwhile, or not ours to look into
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static String commandOf(ProcessHandle process) {
        return process.info().command().map(c -> Path.of(c).getFileName().toString()).orElse("?");
    }
}
