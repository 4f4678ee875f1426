package dev.holdfast.ship;

import dev.holdfast.local.LocalException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A Java runtime with the modules that the services use, made by this JDK's `jlink`.
final class SmallRuntime {
    /// What the services' jars need, by `jdeps`, and what is needed unseen: TLS, DNS, character sets.
    static final List<String> MODULES =
            List.of(
                    "java.base",
                    "java.desktop",
                    "java.instrument",
                    "java.logging",
                    "java.management",
                    "java.naming",
                    "java.net.http",
                    "java.security.jgss",
                    "java.security.sasl",
                    "java.sql",
                    "java.transaction.xa",
                    "java.xml",
                    "jdk.charsets",
                    "jdk.crypto.cryptoki",
                    "jdk.crypto.ec",
                    "jdk.jcmd",
                    "jdk.jfr",
                    "jdk.localedata",
                    "jdk.management",
                    "jdk.naming.dns",
                    "jdk.net",
                    "jdk.security.auth",
                    "jdk.unsupported",
                    "jdk.zipfs");

    private SmallRuntime() {}

    /// Makes it in `folder`, or finds what was made there by the same JDK before.
    static Path in(Path folder) {
        String key = System.getProperty("java.vm.version") + MODULES;
        Path runtime = folder.resolve("java-%08x".formatted(key.hashCode()));
        if (Files.isExecutable(runtime.resolve("bin/java"))) {
            return runtime;
        }
        try {
            Files.createDirectories(folder);
            Path fresh = folder.resolve(runtime.getFileName() + ".fresh");
            delete(fresh);
            link(fresh);
            Files.move(fresh, runtime, StandardCopyOption.ATOMIC_MOVE);
            return runtime;
        } catch (IOException e) {
            throw new UncheckedIOException("A runtime could not be made in " + folder, e);
        }
    }

    private static void link(Path fresh) {
        Path jlink = Path.of(System.getProperty("java.home"), "bin", "jlink");
        if (!Files.isExecutable(jlink)) {
            throw new LocalException(
                    "There is no %s: run this with a JDK, or name a base image with --base."
                            .formatted(jlink));
        }
        var _ =
                Tool.says(
                        List.of(
                                jlink.toString(),
                                "--add-modules",
                                String.join(",", MODULES),
                                "--strip-java-debug-attributes",
                                "--no-header-files",
                                "--no-man-pages",
                                "--include-locales=en",
                                "--output",
                                fresh.toString()));
        // The archive of its own classes, for the flags that an image starts with.
        var _ =
                Tool.says(
                        List.of(
                                fresh.resolve("bin/java").toString(),
                                "-XX:+UseCompactObjectHeaders",
                                "-Xshare:dump"));
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
