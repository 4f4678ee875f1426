package dev.holdfast.ship;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;

import dev.holdfast.local.LocalException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What an image needs beside Java: the C library that Java is linked with, names for the user, and
/// the two folders that may be written. No shell, no package manager, no other program.
final class BareRoot {
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x[0-9a-f]+\\)");

    /// Native parts of the services' libraries are linked with these, Java itself is not.
    private static final List<String> BESIDE = List.of("libstdc++.so.6", "libgcc_s.so.1");

    private BareRoot() {}

    /// @param folder where the small files are written
    static FileEntriesLayer layer(Path runtime, Path folder) throws IOException {
        var layer = FileEntriesLayer.builder().setName("root");
        Files.createDirectories(folder.resolve("empty"));
        layer.addEntry(
                file(folder, "passwd", "holdfast:x:10001:10001::/data:/sbin/nologin\n"),
                AbsoluteUnixPath.get("/etc/passwd"));
        layer.addEntry(
                file(folder, "group", "holdfast:x:10001:\n"), AbsoluteUnixPath.get("/etc/group"));
        layer.addEntry(
                file(folder, "nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
                AbsoluteUnixPath.get("/etc/nsswitch.conf"));
        for (String written : List.of("/tmp", "/data")) {
            layer.addEntry(
                    folder.resolve("empty"),
                    AbsoluteUnixPath.get(written),
                    FilePermissions.fromOctalString("755"),
                    FileEntriesLayer.DEFAULT_MODIFICATION_TIME,
                    ServiceImage.USER);
        }
        for (Path library : libraries(runtime)) {
            layer.addEntry(
                    library.toRealPath(),
                    AbsoluteUnixPath.fromPath(library),
                    FilePermissions.fromOctalString("755"));
        }
        return layer.build();
    }

    private static Path file(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// By the names under which they are looked for.
    static Set<Path> libraries(Path runtime) throws IOException {
        Set<Path> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(runtime)) {
            for (Path file : files.filter(BareRoot::isNative).toList()) {
                Matcher m = LIBRARY.matcher(Tool.says(List.of("ldd", file.toString())));
                while (m.find()) {
                    Path library = Path.of(m.group(1));
                    if (!library.startsWith(runtime)) {
                        found.add(library);
                    }
                }
            }
        }
        Path c =
                found.stream()
                        .filter(p -> p.endsWith("libc.so.6"))
                        .findFirst()
                        .orElseThrow(() ->
                                new LocalException(
                                        "This machine's Java is not linked with glibc: name a base image with --base."));
        for (String name : BESIDE) {
            Path beside = c.resolveSibling(name);
            if (Files.exists(beside)) {
                found.add(beside);
            }
        }
        return found;
    }

    private static boolean isNative(Path file) {
        String name = file.getFileName().toString();
        return Files.isRegularFile(file) && (name.endsWith(".so") || file.endsWith("bin/java"));
    }
}
