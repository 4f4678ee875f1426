package dev.holdfast.executor.io.evidence;

import dev.holdfast.executor.flow.Call;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// What was saved before anything was changed: a folder a rollback, a file a step, kept for 90 days.
///
/// @param folder where bundles lie
public record Bundle(Path folder) {
    /// In bytes, for one piece.
    public static final int MOST = 1 << 20;

    private static final Duration KEPT = Duration.ofDays(90);
    private static final String ID = "[A-Za-z0-9-]{1,64}";

    /// Keeps a piece; a repeat replaces it.
    Path keep(Call call, String text) throws IOException {
        Path mine = Files.createDirectories(of(call.rollback()));
        Path file = mine.resolve(call.step() + ".txt");
        Path fresh = mine.resolve("." + call.step() + ".new");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Files.write(fresh, bytes.length > MOST ? java.util.Arrays.copyOf(bytes, MOST) : bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        return file;
    }

    boolean there(Call call) {
        return Files.isRegularFile(of(call.rollback()).resolve(call.step() + ".txt"));
    }

    private Path of(String rollback) {
        if (!rollback.matches(ID)) {
            throw new IllegalArgumentException("'%s' is no id of a rollback".formatted(rollback));
        }
        return folder.resolve(rollback);
    }

    /// Whether anything was saved for this rollback.
    public boolean there(String rollback) {
        return rollback.matches(ID) && Files.isDirectory(of(rollback));
    }

    /// Writes all pieces of one rollback as a zip.
    public void export(String rollback, OutputStream to) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(to)) {
            for (Path piece : pieces(rollback)) {
                zip.putNextEntry(new ZipEntry(piece.getFileName().toString()));
                Files.copy(piece, zip);
                zip.closeEntry();
            }
        }
    }

    private List<Path> pieces(String rollback) throws IOException {
        try (Stream<Path> all = Files.list(of(rollback))) {
            return all.filter(p -> p.getFileName().toString().endsWith(".txt")).sorted().toList();
        }
    }

    /// Takes away what is older than it is kept.
    void prune(Instant now) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path bundle : all.toList()) {
                Instant changed = Files.getLastModifiedTime(bundle).toInstant();
                if (changed.plus(KEPT).isBefore(now)) {
                    delete(bundle);
                }
            }
        }
    }

    private static void delete(Path bundle) throws IOException {
        try (Stream<Path> all = Files.walk(bundle)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(p);
            }
        }
    }
}
