package dev.holdfast.backbone.service;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who owns which token, by the tokens' SHA-256 hashes. The file has a line a token:
/// `sha256hex person role[,role]`; lines that start with `#` are passed over. It is read again when
/// it changes. Without a file nobody is known, so nothing that needs a token is done.
public final class Tokens {
    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

    private record Known(FileTime changed, Map<String, Caller> byHash) {}

    private final @Nullable Path file;
    private volatile Known known = new Known(FileTime.fromMillis(-1), Map.of());

    private Tokens(@Nullable Path file) {
        this.file = file;
    }

    public static Tokens load(@Nullable Path file) {
        return new Tokens(file);
    }

    /// The owner of a token, if it is known.
    public Optional<Caller> owner(String token) {
        return Optional.ofNullable(current().get(hash(token)));
    }

    /// The form in which a token stands in the file.
    public static String hash(String token) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha.digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256, this one does not", e);
        }
    }

    private Map<String, Caller> current() {
        Path path = file;
        if (path == null) {
            return Map.of();
        }
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            if (!changed.equals(known.changed())) {
                known = new Known(changed, read(path));
            }
        } catch (IOException e) {
            LOG.error("The tokens in {} cannot be read; nobody is known until they can", path, e);
            known = new Known(FileTime.fromMillis(-1), Map.of());
        }
        return known.byHash();
    }

    private static Map<String, Caller> read(Path path) throws IOException {
        Map<String, Caller> byHash = new LinkedHashMap<>();
        for (String line : Files.readAllLines(path)) {
            String[] parts = line.strip().split("\\s+");
            if (parts.length >= 2 && parts[0].matches("[0-9a-f]{64}")) {
                Set<String> roles = parts.length > 2 ? Set.of(parts[2].split(",")) : Set.of();
                byHash.put(parts[0], new Caller(parts[1], roles));
            } else if (!line.isBlank() && !line.startsWith("#")) {
                LOG.warn("A line of {} is no token and is passed over", path);
            }
        }
        return Map.copyOf(byHash);
    }
}
