package dev.holdfast.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where files live that are made once and may be deleted at any time: PostgreSQL's binaries,
/// start-up caches of the JVMs, the children's jar.
public final class CacheFolder {
    private CacheFolder() {}

    /// `HOLDFAST_CACHE`, else `XDG_CACHE_HOME/holdfast`, else `~/.cache/holdfast`; it exists.
    public static Path path() {
        try {
            return Files.createDirectories(chosen());
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "Cannot create the cache folder %s: set HOLDFAST_CACHE to a writable folder"
                            .formatted(chosen()),
                    e);
        }
    }

    private static Path chosen() {
        String own = System.getenv("HOLDFAST_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String user = System.getenv("XDG_CACHE_HOME");
        Path base =
                user != null && !user.isBlank()
                        ? Path.of(user)
                        : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("holdfast").toAbsolutePath();
    }
}
