package dev.holdfast.executor.io.place;

import dev.holdfast.executor.domain.runbook.Allowed;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Whether a path lies in an allowed folder, by name and where links really lead.
public final class Places {
    private Places() {}

    /// What is wrong with the path, if anything. The path itself need not exist yet.
    public static Optional<String> wrong(Allowed allowed, String path) {
        if (!allowed.path(path)) {
            return Optional.of("%s is in none of the allowed folders".formatted(path));
        }
        Path normal = Path.of(path).normalize();
        Path real = real(normal.getParent());
        boolean inside =
                allowed.folders().stream()
                        .map(f -> Path.of(f).normalize())
                        .anyMatch(f -> f.equals(normal) || real.startsWith(real(f)));
        return inside
                ? Optional.empty()
                : Optional.of("%s leads out of the allowed folders".formatted(path));
    }

    /// Where the nearest existing folder really is, with the rest of the name.
    private static Path real(@Nullable Path path) {
        try {
            if (path == null || path.getParent() == null) {
                return Path.of("/");
            }
            return Files.exists(path)
                    ? path.toRealPath()
                    : real(path.getParent()).resolve(path.getFileName());
        } catch (IOException _) {
            return path;
        }
    }
}
