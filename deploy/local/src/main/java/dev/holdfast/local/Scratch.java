package dev.holdfast.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;

/// Folders of the parts that all tests of one JVM share; deleted when the JVM ends, after the
/// parts in them were stopped.
final class Scratch implements Children.Part {
    private static final AtomicLong ORDER = new AtomicLong(Long.MIN_VALUE);

    private final Path folder;
    private final long order = ORDER.incrementAndGet();

    private Scratch(Path folder) {
        this.folder = folder;
    }

    static Path folder(String name) {
        try {
            Path folder = Files.createTempDirectory("holdfast-" + name + "-");
            Children.remember(new Scratch(folder));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a temporary folder for " + name, e);
        }
    }

    /// Before every process, so deleted after all of them.
    @Override
    public long order() {
        return order;
    }

    @Override
    public void close() {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("Left behind: " + folder + " (" + e.getMessage() + ")");
        }
        Children.forget(this);
    }
}
