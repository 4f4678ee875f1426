package dev.holdfast.executor.io.postgres;

import com.fasterxml.jackson.databind.JsonNode;

import dev.holdfast.backbone.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The catalogue of backups: a folder of them, taken by whomever, each with a note beside it once it was
/// restored on trial and found good. A note counts only for the very file that it was written for.
///
/// @param folder with at most 10,000 backups
record Backups(Path folder) {
    private static final int MOST = 10_000;
    private static final String NOTE = ".verified";
    private static final List<String> ENDINGS = List.of(".dump", ".backup", ".sql", ".sql.gz");

    /// @param taken when the file was last written
    record Backup(Path file, Instant taken, boolean verified) {}

    /// What a file is known by.
    record Print(long bytes, Instant taken, String sha256) {}

    static Print print(Path file) throws IOException {
        return new Print(Files.size(file), taken(file), digest(file));
    }

    /// Newest first. Throws `IOException` where there are more than are looked at: the newest might not
    /// be among them.
    List<Backup> all() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> backups =
                    files.filter(Backups::named)
                            .filter(Files::isRegularFile)
                            .limit(MOST + 1L)
                            .toList();
            if (backups.size() > MOST) {
                throw new IOException(
                        "%s holds more than %d backups: let retention take old ones away"
                                .formatted(folder, MOST));
            }
            return read(backups).stream()
                    .sorted(Comparator.comparing(Backup::taken).reversed())
                    .toList();
        }
    }

    private static boolean named(Path file) {
        String name = file.getFileName().toString();
        return !name.startsWith(".") && ENDINGS.stream().anyMatch(name::endsWith);
    }

    private static List<Backup> read(List<Path> files) throws IOException {
        List<Backup> all = new java.util.ArrayList<>();
        for (Path file : files) {
            try {
                all.add(new Backup(file, taken(file), noted(file)));
            } catch (NoSuchFileException _) {
                // Retention has just taken it away.
            }
        }
        return all;
    }

    /// The newest that was found good on trial, taken before a moment.
    Optional<Backup> good(Instant before) throws IOException {
        return all().stream()
                .filter(Backup::verified)
                .filter(b -> b.taken().isBefore(before))
                .findFirst();
    }

    /// The newest that was not tried yet.
    Optional<Backup> untried() throws IOException {
        return all().stream().filter(b -> !b.verified()).findFirst();
    }

    static Instant taken(Path file) throws IOException {
        return Files.getLastModifiedTime(file).toInstant();
    }

    private static Path note(Path file) {
        return file.resolveSibling(file.getFileName() + NOTE);
    }

    /// Whether the note is for the file as it is, as far as its size and time say.
    private static boolean noted(Path file) throws IOException {
        if (!Files.isRegularFile(note(file))) {
            return false;
        }
        try {
            JsonNode note = Json.read(Files.readString(note(file)), JsonNode.class);
            return note.path("bytes").asLong() == Files.size(file)
                    && note.path("taken").asText().equals(taken(file).toString());
        } catch (Json.Unreadable _) {
            return false; // as good as none: it is tried again
        }
    }

    /// Whether the file is, byte for byte, the one that the note is for.
    static boolean same(Path file) throws IOException {
        return noted(file)
                && Json.read(Files.readString(note(file)), JsonNode.class)
                        .path("sha256")
                        .asText()
                        .equals(digest(file));
    }

    /// Says beside the file that it was restored on trial and found good.
    ///
    /// @param found what the trial has shown
    static void verified(Path file, Print print, String found, Instant now) throws IOException {
        Map<String, Object> note =
                Map.of(
                        "bytes",
                        print.bytes(),
                        "taken",
                        print.taken().toString(),
                        "sha256",
                        print.sha256(),
                        "verified",
                        now.toString(),
                        "found",
                        found);
        Path fresh = file.resolveSibling("." + file.getFileName() + NOTE);
        Files.write(fresh, Json.text(note).getBytes(StandardCharsets.UTF_8));
        Files.move(fresh, note(file), StandardCopyOption.ATOMIC_MOVE);
    }

    private static String digest(Path file) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), sha)) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }
}
