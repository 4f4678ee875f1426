package dev.holdfast.verifier.io.backup;

import dev.holdfast.verifier.domain.check.Answer;
import dev.holdfast.verifier.domain.check.Answer.Why;
import dev.holdfast.verifier.domain.check.BackupCheck;
import dev.holdfast.verifier.io.file.Folders;
import dev.holdfast.verifier.io.probe.Asker;
import dev.holdfast.verifier.io.probe.Terms;
import dev.holdfast.verifier.io.probe.Unusable;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;

/// Finds the newest backup and reads it to its end.
public final class BackupAsker implements Asker<BackupCheck.Find> {
    private final Folders folders;
    private final Set<String> programs;
    private final InstantSource clock;

    /// @param programs that may be run; `pg_restore` among them reads dumps of its own format
    public BackupAsker(Folders folders, Set<String> programs, InstantSource clock) {
        this.folders = folders;
        this.programs = Set.copyOf(programs);
        this.clock = clock;
    }

    @Override
    public Answer ask(BackupCheck.Find q, Terms terms) throws Unusable {
        long began = System.nanoTime();
        Path folder = folders.folder(q.folder());
        try {
            Path newest = newest(folder, q.name());
            if (newest == null) {
                return new BackupCheck.Missing(
                        "there is no %s in %s".formatted(q.name(), q.folder()), since(began));
            }
            Path file = folders.file(newest.toString());
            long size = Files.size(file);
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            String problem = null;
            Contents contents = new Contents(0, Map.of());
            if (q.unpack()) {
                try {
                    contents = new Unpacking(programs, q.tables(), terms).read(file);
                } catch (Unpacking.Damaged e) {
                    problem = String.valueOf(e.getMessage());
                }
            }
            return new BackupCheck.Found(
                    file.getFileName().toString(),
                    size,
                    modified,
                    clock.instant(),
                    problem,
                    contents.bytes(),
                    contents.rows(),
                    since(began));
        } catch (IOException e) {
            throw new Unusable(Why.GONE, "%s cannot be read: %s".formatted(folder, e.getMessage()));
        }
    }

    private static @Nullable Path newest(Path folder, String name) throws IOException {
        Path newest = null;
        FileTime best = FileTime.fromMillis(Long.MIN_VALUE);
        String glob = name.replace("\\", "\\\\").replace("[", "\\[").replace("{", "\\{");
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob)) {
            for (Path file : files) {
                FileTime at = Files.getLastModifiedTime(file);
                if (Files.isRegularFile(file) && at.compareTo(best) > 0) {
                    newest = file;
                    best = at;
                }
            }
        }
        return newest;
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }
}
