package dev.holdfast.local;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.Optional;

/// PostgreSQL's programs, unpacked once per machine from their Maven artifact.
final class PostgresBinaries {
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final int OWNER_EXECUTE = 0100;

    private PostgresBinaries() {}

    /// The folder that holds `bin`, `lib` and `share`.
    static Path folder() {
        try (InputStream archive = archive()) {
            byte[] bytes = archive.readAllBytes();
            Path home = CacheFolder.path().resolve("postgres-" + Digests.shortOf(bytes));
            if (!Files.isDirectory(home)) {
                unpack(bytes, home);
            }
            return home;
        } catch (IOException e) {
            throw new LocalException("Cannot unpack PostgreSQL: " + e.getMessage(), e);
        }
    }

    /// The newest PostgreSQL that Debian's packages have installed here, with server and pg_dump of
    /// one version; empty when there is none.
    static Optional<Path> installed() {
        try (var versions = Files.newDirectoryStream(INSTALLED, "[0-9]*")) {
            Path newest = null;
            int highest = 0;
            for (Path version : versions) {
                String name = version.getFileName().toString();
                Path bin = version.resolve("bin");
                if (name.matches("\\d{2}")
                        && Integer.parseInt(name) > highest
                        && Files.isExecutable(bin.resolve("postgres"))
                        && Files.isExecutable(bin.resolve("pg_dump"))) {
                    newest = bin;
                    highest = Integer.parseInt(name);
                }
            }
            return Optional.ofNullable(newest);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static InputStream archive() throws IOException {
        String system = System.getProperty("os.name").split(" ")[0];
        String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        String architecture = machine.equals("amd64") ? "x86_64" : machine;
        InputStream found =
                DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture);
        if (found == null) {
            throw new LocalException(
                    "There is no PostgreSQL for %s on %s in this build: run Holdfast against your"
                                    .formatted(system, machine)
                            + " own PostgreSQL with Compose or Helm instead.");
        }
        return found;
    }

    private static void unpack(byte[] archive, Path home) throws IOException {
        Path fresh = Files.createTempDirectory(home.getParent(), "postgres-");
        Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (var tar =
                new TarArchiveInputStream(
                        new XZInputStream(
                                new BufferedInputStream(new ByteArrayInputStream(archive))))) {
            for (var entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(tar, entry, fresh);
            }
        }
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException
                | DirectoryNotEmptyException
                | AtomicMoveNotSupportedException e) {
            if (!Files.isDirectory(home)) {
                throw e; // else another start was faster, and its copy is as good as ours
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path home)
            throws IOException {
        Path path = home.resolve(entry.getName()).normalize();
        if (!path.startsWith(home)) {
            throw new IOException("The archive holds " + entry.getName() + ", outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else {
            Files.createDirectories(path.getParent());
            if (entry.isSymbolicLink()) {
                Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
            } else {
                Files.copy(tar, path);
                boolean runs = (entry.getMode() & OWNER_EXECUTE) != 0;
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }
}
