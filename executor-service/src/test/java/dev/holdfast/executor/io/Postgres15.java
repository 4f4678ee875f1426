package dev.holdfast.executor.io;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/// A PostgreSQL 15, which Debian's pg_dump can dump; the house's own 18 it refuses.
public final class Postgres15 {
    private static final Path JAR = Path.of("target", "postgres-15", "postgres-15.jar");

    private Postgres15() {}

    /// Why dumps cannot be tried here; empty when they can.
    public static Optional<String> missing() {
        if (!Files.exists(JAR)) {
            return Optional.of("%s is not there: run the build, not only the tests".formatted(JAR));
        }
        for (String program : new String[] {"pg_dump", "pg_restore", "psql"}) {
            if (!Files.isExecutable(Path.of("/usr/bin", program))) {
                return Optional.of(
                        "/usr/bin/%s is not there: install postgresql-client".formatted(program));
            }
        }
        return Optional.empty();
    }

    public static EmbeddedPostgres start(Path folder) throws IOException {
        return EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .setPgBinaryResolver((_, _) -> {
                    JarFile jar = new JarFile(JAR.toFile());
                    ZipEntry entry =
                            jar.stream()
                                    .filter(e -> e.getName().endsWith(".txz"))
                                    .findFirst()
                                    .orElseThrow();
                    return jar.getInputStream(entry);
                })
                .start();
    }
}
