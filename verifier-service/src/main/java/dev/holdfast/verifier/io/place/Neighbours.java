package dev.holdfast.verifier.io.place;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Whose connections of loopback are, as Linux tells: whoever else is on this machine must not find a way
/// to a database of production in a port that stands open for an instant.
///
/// @param tables as `/proc/net/tcp` and `tcp6`
/// @param status of this process, as `/proc/self/status`
record Neighbours(List<Path> tables, Path status) {
    private static final int LOCAL = 1;
    private static final int REMOTE = 2;
    private static final int USER = 7;
    private static final int EFFECTIVE = 2;

    static Neighbours ofThisMachine() {
        return new Neighbours(
                List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6")),
                Path.of("/proc/self/status"));
    }

    /// True when the connection between these ports of loopback was opened by this process' user, or when
    /// this machine does not tell whose connections are.
    ///
    /// @param from the port of who came
    boolean ours(int from, int to) throws IOException {
        boolean told = false;
        String near = ":%04X".formatted(from);
        String far = ":%04X".formatted(to);
        for (Path table : tables) {
            if (!Files.isReadable(table)) {
                continue;
            }
            told = true;
            for (String line : Files.readAllLines(table)) {
                String[] columns = line.strip().toUpperCase(Locale.ROOT).split("\\s+");
                if (columns.length > USER
                        && columns[LOCAL].endsWith(near)
                        && columns[REMOTE].endsWith(far)) {
                    return columns[USER].equals(user());
                }
            }
        }
        return !told;
    }

    private String user() throws IOException {
        return Files.readAllLines(status).stream()
                .filter(l -> l.startsWith("Uid:"))
                .map(l -> l.split("\\s+")[EFFECTIVE])
                .findFirst()
                .orElse("");
    }
}
