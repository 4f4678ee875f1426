package dev.holdfast.notifier.io.secret;

import dev.holdfast.backbone.pack.PackManifest.SecretReference;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Looks up secrets of this service: environment variables and files. Never kept, never logged.
///
/// @param environment the process's environment
public record Secrets(Map<String, String> environment) {
    private static final long LONGEST = 64 << 10;

    /// The secret, or nothing where it is not to be found here.
    public Optional<String> find(SecretReference reference) {
        return reference.kind().equals("env")
                ? Optional.ofNullable(environment.get(reference.where()))
                : file(reference.where());
    }

    private static Optional<String> file(String where) {
        try {
            Path path = Path.of(where);
            return Files.isRegularFile(path) && Files.size(path) <= LONGEST
                    ? Optional.of(Files.readString(path, StandardCharsets.UTF_8).strip())
                    : Optional.empty();
        } catch (IOException | InvalidPathException _) {
            return Optional.empty();
        }
    }
}
