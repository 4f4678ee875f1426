package dev.holdfast.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Copies of our own jars for processes that run long. A build overwrites the jars in `target`,
/// and a JVM whose jar changes under it cannot load another class.
///
/// Copies are named by content, so the same build is copied once and its start-up cache, which
/// depends on path and date of each jar, goes on to fit.
final class KeptJars {
    private static final String OURS = "-SNAPSHOT";
    private static final int KEPT = 8;
    private static final FileTime ONE_DATE = FileTime.fromMillis(1_000_000_000_000L);

    private KeptJars() {}

    /// The same classpath with copies of our own jars in it.
    static List<Path> of(List<Path> classpath) {
        return classpath.stream().map(KeptJars::of).toList();
    }

    /// The same for a classpath as a JVM takes it.
    static String of(String classpath) {
        return List.of(classpath.split(File.pathSeparator)).stream()
                .map(entry -> of(Path.of(entry)).toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path of(Path jar) {
        String name = jar.getFileName().toString();
        if (!name.endsWith(".jar") || !name.contains(OURS)) {
            return jar;
        }
        try {
            byte[] bytes = Files.readAllBytes(jar);
            String base = name.substring(0, name.length() - ".jar".length());
            Path folder = Files.createDirectories(CacheFolder.path().resolve("jars").resolve(base));
            Path kept = folder.resolve("%s-%s.jar".formatted(base, Digests.shortOf(bytes)));
            if (!Files.exists(kept)) {
                Path fresh = Files.createTempFile(folder, "copy", ".tmp");
                Files.write(fresh, bytes);
                Files.setLastModifiedTime(fresh, ONE_DATE);
                Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
                prune(folder);
            }
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + jar, e);
        }
    }

    /// A process that still runs from a deleted copy keeps it open and does not notice.
    private static void prune(Path folder) throws IOException {
        var copies = new ArrayList<Path>();
        try (var files = Files.newDirectoryStream(folder, "*.jar")) {
            files.forEach(copies::add);
        }
        copies.sort(Comparator.comparing(KeptJars::created).reversed());
        for (Path old : copies.subList(Math.min(KEPT, copies.size()), copies.size())) {
            Files.deleteIfExists(old);
        }
    }

    private static FileTime created(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).creationTime();
        } catch (IOException e) {
            return ONE_DATE; // just deleted by somebody else
        }
    }
}
