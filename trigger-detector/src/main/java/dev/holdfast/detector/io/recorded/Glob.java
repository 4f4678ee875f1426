package dev.holdfast.detector.io.recorded;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Files by a pattern with `*`, `?` and `[ ]`, as Go's `filepath.Glob`.
final class Glob {

    private Glob() {}

    /// The files below `folder`, or of an absolute pattern, sorted.
    static List<Path> of(Path folder, String pattern) throws IOException {
        Path path = Path.of(pattern);
        List<Path> found = List.of(path.isAbsolute() ? path.getRoot() : folder);
        for (Path part : path) {
            found = step(found, part.toString());
        }
        return found.stream().filter(Files::isRegularFile).toList();
    }

    private static List<Path> step(List<Path> folders, String part) throws IOException {
        var found = new ArrayList<Path>();
        for (Path folder : folders) {
            if (part.chars().noneMatch(c -> "*?[".indexOf(c) >= 0)) {
                Path next = folder.resolve(part);
                if (Files.exists(next)) {
                    found.add(next);
                }
            } else if (Files.isDirectory(folder)) {
                String safe = part.replace("{", "\\{").replace("}", "\\}").replaceAll("\\*+", "*");
                PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + safe);
                try (Stream<Path> all = Files.list(folder)) {
                    all.filter(one -> matcher.matches(one.getFileName()))
                            .sorted()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }
}
