package dev.holdfast.backbone.pack;

import com.fasterxml.jackson.annotation.JsonIgnore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A pack as it travels: its system's name and its files' texts. Its version is the digest.
///
/// @param name the system, and the name of the pack
/// @param files texts by path relative to the folder, with `/`; at most 200 files and 4 MiB
public record PackFiles(String name, SortedMap<String, String> files) {
    private static final int MOST_FILES = 200;
    private static final int MOST_BYTES = 4 << 20;
    private static final List<String> ENDINGS =
            List.of(".yml", ".yaml", ".rules", ".sql", ".peb", ".md");

    public PackFiles {
        files = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(files));
        long bytes = files.values().stream().mapToLong(PackFiles::bytes).sum();
        if (files.size() > MOST_FILES || bytes > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "Pack %s has %d files of %d bytes; at most %d files and %d bytes are read"
                            .formatted(name, files.size(), bytes, MOST_FILES, MOST_BYTES));
        }
    }

    /// As it travels, inside a JSON text: an upper bound for what escapes make of it.
    private static long bytes(String text) {
        return text.chars()
                .mapToLong(c -> c < 0x20 ? 6 : c == '"' || c == '\\' ? 2 : c < 0x80 ? 1 : 3)
                .sum();
    }

    public static PackFiles of(String name, Map<String, String> files) {
        return new PackFiles(name, new TreeMap<>(files));
    }

    /// Reads a folder: its YAML, SQL, template and Markdown files, links that lead outside aside.
    public static PackFiles read(String name, Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        Path root = folder.toRealPath();
        try (Stream<Path> paths = Files.walk(root, 6)) {
            for (Path p : paths.filter(Files::isRegularFile).toList()) {
                boolean ours = ENDINGS.stream().anyMatch(e -> p.toString().endsWith(e));
                if (ours && p.toRealPath().startsWith(root)) {
                    String path = root.relativize(p).toString().replace('\\', '/');
                    files.put(path, Files.readString(p, StandardCharsets.UTF_8));
                }
            }
        }
        return new PackFiles(name, files);
    }

    public Optional<String> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    /// SHA-256 over names and contents, in hex.
    @JsonIgnore
    public String digest() {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            files.forEach((path, text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                sha.update((path + "\n" + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
                sha.update(bytes);
            });
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }
}
