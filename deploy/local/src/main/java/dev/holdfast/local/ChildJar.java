package dev.holdfast.local;

import dev.holdfast.local.child.BrokerMain;
import dev.holdfast.local.child.Tether;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// The jar with the few classes that run inside the children.
///
/// It is made at run time and byte-for-byte the same however the parent was started (from jars
/// or, in a build, from class folders), because a start-up cache is valid for jars only.
final class ChildJar {
    private static final List<Class<?>> CONTENT = List.of(Tether.class, BrokerMain.class);

    private ChildJar() {}

    static Path path() {
        try {
            byte[] bytes = bytes();
            Path jar = CacheFolder.path().resolve("child-%s.jar".formatted(Digests.shortOf(bytes)));
            if (!Files.exists(jar)) {
                Path fresh = Files.createTempFile(jar.getParent(), "child", ".tmp");
                Files.write(fresh, bytes);
                Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the children's jar", e);
        }
    }

    private static byte[] bytes() throws IOException {
        var out = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(out)) {
            for (Class<?> type : CONTENT) {
                String name = type.getName().replace('.', '/') + ".class";
                var entry = new ZipEntry(name);
                entry.setTime(0);
                zip.putNextEntry(entry);
                try (var in = type.getClassLoader().getResourceAsStream(name)) {
                    if (in == null) {
                        throw new IOException("No class file for " + type.getName());
                    }
                    in.transferTo(zip);
                }
            }
        }
        return out.toByteArray();
    }
}
