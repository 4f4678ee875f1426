package dev.holdfast.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;

/// The ahead-of-time cache of one JVM (JEP 483, 514, 515): with it a service starts in about half
/// the time. It fits exactly one classpath, flag set and Java version, all in the file's name.
///
/// The first run without a cache records one (`training`), written by the JVM at its clean stop.
record StartupCache(Path file, Path recording) {
    private static final int KEPT = 2;

    /// A recording this old is of a run that was killed.
    private static final Duration LEFT = Duration.ofHours(1);

    static StartupCache of(String name, List<Path> classpath, List<String> flags) {
        var key = new StringBuilder(Runtime.version().toString());
        flags.forEach(flag -> key.append('\n').append(flag));
        try {
            for (Path jar : classpath) {
                key.append('\n').append(jar);
                key.append(' ').append(Files.size(jar));
                key.append(' ').append(Files.getLastModifiedTime(jar).toMillis());
            }
            Path folder = Files.createDirectories(CacheFolder.path().resolve("aot"));
            String digest = Digests.shortOf(key.toString().getBytes(StandardCharsets.UTF_8));
            return new StartupCache(
                    folder.resolve("%s-%s.aot".formatted(name, digest)),
                    folder.resolve(
                            "%s-%s.%d".formatted(name, digest, ProcessHandle.current().pid())));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the classpath of " + name, e);
        }
    }

    boolean exists() {
        return Files.isRegularFile(file);
    }

    /// The flags of a run: use the cache when there is one, else record it when `train` says so.
    List<String> flags(boolean train) {
        if (exists()) {
            return List.of("-XX:AOTCache=" + file, "-Xlog:aot=off", "-Xlog:cds=off");
        }
        return train
                ? List.of("-XX:AOTCacheOutput=" + recording, "-Xlog:aot=off", "-Xlog:cds=off")
                : List.of();
    }

    /// Publishes what a training run wrote, if it did and both the run and its stop were good; of the
    /// caches of the same name the newest few stay.
    void adopt(boolean good) {
        try {
            Files.deleteIfExists(recording.resolveSibling(recording.getFileName() + ".config"));
            if (!Files.isRegularFile(recording)) {
                return;
            }
            if (good && Files.size(recording) > 0) {
                Files.move(recording, file, StandardCopyOption.ATOMIC_MOVE);
                prune();
            } else {
                Files.delete(recording);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot keep the start-up cache " + file, e);
        }
    }

    private void prune() throws IOException {
        String name = file.getFileName().toString();
        String prefix = name.substring(0, name.lastIndexOf('-') + 1);
        var all = new TreeMap<FileTime, Path>();
        try (var caches = Files.newDirectoryStream(file.getParent(), prefix + "*.aot")) {
            for (Path cache : caches) {
                all.put(Files.getLastModifiedTime(cache), cache);
            }
        }
        try (var recordings =
                Files.newDirectoryStream(file.getParent(), prefix + "*.{[0-9]*,config}")) {
            for (Path left : recordings) {
                if (Files.getLastModifiedTime(left)
                        .toInstant()
                        .isBefore(Instant.now().minus(LEFT))) {
                    Files.deleteIfExists(left);
                }
            }
        }
        while (all.size() > KEPT) {
            Files.deleteIfExists(all.pollFirstEntry().getValue());
        }
    }
}
