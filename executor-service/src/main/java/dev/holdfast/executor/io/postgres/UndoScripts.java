package dev.holdfast.executor.io.postgres;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The team's scripts that take migrations back, in one folder.
record UndoScripts(History history, Path folder) {
    private static final int MOST = 1 << 20;
    private static final Pattern TAKES_AWAY =
            Pattern.compile("\\b(drop|delete|truncate|update)\\b", Pattern.CASE_INSENSITIVE);

    /// What ends the transaction, or cannot be in one.
    private static final Pattern OUTSIDE =
            Pattern.compile(
                    "(?im)^\\s*(commit|rollback|begin|start\\s+transaction)\\b|\\bconcurrently\\b|^\\s*vacuum\\b");

    private List<Path> found(String version) throws IOException {
        Pattern name = history.script(version);
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> name.matcher(p.getFileName().toString()).matches())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    /// What is wrong with the script of a migration, if anything.
    Optional<String> wrong(String version) throws IOException {
        List<Path> found = found(version);
        if (found.size() != 1) {
            return Optional.of(
                    "migration %s has %d undo scripts like %s in %s"
                            .formatted(version, found.size(), history.script(version), folder));
        }
        if (Files.size(found.getFirst()) > MOST) {
            return Optional.of("%s is over 1 MiB".formatted(found.getFirst()));
        }
        return OUTSIDE.matcher(text(version)).find()
                ? Optional.of(
                        "%s ends its transaction or cannot be in one, so its history row could not be kept right"
                                .formatted(found.getFirst()))
                : Optional.empty();
    }

    String text(String version) throws IOException {
        List<Path> found = found(version);
        if (found.isEmpty()) {
            throw new IOException("migration %s has no undo script".formatted(version));
        }
        return Files.readString(found.getFirst());
    }

    boolean takesAway(String version) throws IOException {
        return wrong(version).isPresent() || TAKES_AWAY.matcher(text(version)).find();
    }

    /// Names the content; `(none)` without a script.
    String digest(String version) throws IOException {
        if (found(version).isEmpty()) {
            return "(none)";
        }
        try {
            byte[] text = text(version).getBytes(StandardCharsets.UTF_8);
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text);
            return HexFormat.of().formatHex(sha).substring(0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }

    /// Throws when it is not the script that was planned.
    void same(String version, @Nullable String planned) throws IOException {
        if (planned != null && !planned.equals(digest(version))) {
            throw new IOException(
                    "the undo script of %s is not the one that was planned".formatted(version));
        }
    }
}
