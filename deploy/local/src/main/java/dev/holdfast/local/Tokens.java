package dev.holdfast.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// The token of the person at this terminal, and the hashes by which the services know it.
///
/// The token file is readable by its owner only; the services never see more than SHA-256.
public final class Tokens {
    private static final int TOKEN_BYTES = 32;
    private static final List<String> ROLES = List.of("admin", "engineering-lead", "on-call");

    private Tokens() {}

    /// Makes the first token of a house when there is none.
    static void ensure(HouseSettings house) {
        if (!Files.exists(house.tokenFile()) || !Files.exists(house.tokenHashFile())) {
            String token = add(house, System.getProperty("user.name", "operator"), ROLES);
            writePrivate(house.tokenFile(), token + "\n");
        }
    }

    /// Gives a person a new token with these roles and returns it; only its hash is kept.
    public static String add(HouseSettings house, String person, List<String> roles) {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = "hf_" + HexFormat.of().formatHex(secret);
        String line =
                "%s %s %s\n"
                        .formatted(
                                Digests.of(token.getBytes(StandardCharsets.UTF_8)),
                                person.replaceAll("\\s", "-"),
                                String.join(",", roles));
        String before = Files.exists(house.tokenHashFile()) ? read(house.tokenHashFile()) : "";
        writePrivate(house.tokenHashFile(), before + line);
        return token;
    }

    /// The token of the person at this terminal; none where no house was ever up in this folder.
    public static Optional<String> ofThisTerminal(HouseSettings house) {
        return Files.exists(house.tokenFile())
                ? Optional.of(read(house.tokenFile()).strip())
                : Optional.empty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LocalException("Cannot read %s: %s".formatted(file, e), e);
        }
    }

    private static void writePrivate(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            Path fresh =
                    Files.createTempFile(
                            file.getParent(),
                            file.getFileName().toString(),
                            ".tmp",
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new LocalException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
