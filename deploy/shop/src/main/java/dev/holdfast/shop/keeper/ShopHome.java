package dev.holdfast.shop.keeper;

import dev.holdfast.local.LocalPostgres;
import dev.holdfast.shop.server.ShopApplication;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// The folder a shop lives in:
///
///     bin/shopctl  bin/java → the JDK     releases/1.4.1/release.properties   shop.properties
///     current → releases/1.4.1            releases/1.5.0/release.properties   shop.pid  shop.log
public record ShopHome(Path folder) {
    public static final String GOOD = "1.4.1";
    public static final String BAD = "1.5.0";
    private static final String SCRIPT = "/dev/holdfast/shop/shopctl.sh";

    public ShopHome {
        folder = folder.toAbsolutePath().normalize();
    }

    public Path control() {
        return folder.resolve("bin/shopctl");
    }

    /// Writes everything but the database; both releases are there, the good one is current.
    void write(int port, LocalPostgres postgres, long owner) throws IOException {
        Files.createDirectories(folder.resolve("bin"));
        writeRelease(GOOD, "line");
        writeRelease(BAD, "bundle");
        switchTo(GOOD);
        writeControl();
        writePrivate("database-password", postgres.password());
        Files.writeString(
                folder.resolve("shop.properties"),
                """
                port=%d
                owner=%d
                database.url=%s
                database.user=%s
                database.password-file=database-password
                """
                        .formatted(port, owner, postgres.jdbcUrl(), postgres.user()));
        Files.writeString(
                folder.resolve("java.args"),
                """
                -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx96m
                -cp "%s"
                %s
                """
                        .formatted(
                                System.getProperty("java.class.path"),
                                ShopApplication.class.getName()));
    }

    /// Points `current` to a release, all at once; the shop runs it after its next restart.
    public void switchTo(String version) throws IOException {
        Path release = folder.resolve("releases").resolve(version);
        if (!Files.isDirectory(release)) {
            throw new IOException("There is no release " + release);
        }
        Path fresh = folder.resolve("current.new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, release);
        Files.move(fresh, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
    }

    /// Runs `shopctl` with this one argument and waits for it.
    public void control(String verb) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(control().toString(), verb)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("shop.log").toFile()))
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException(
                    "shopctl %s ended with code %d: see %s"
                            .formatted(verb, process.exitValue(), folder.resolve("shop.log")));
        }
    }

    private void writeRelease(String version, String pricing) throws IOException {
        Path release = Files.createDirectories(folder.resolve("releases").resolve(version));
        Files.writeString(
                release.resolve("release.properties"),
                "version=%s\npricing=%s\n".formatted(version, pricing));
    }

    private void writeControl() throws IOException {
        try (InputStream script = ShopHome.class.getResourceAsStream(SCRIPT)) {
            Path fresh = folder.resolve("bin/shopctl.new");
            Files.write(fresh, Objects.requireNonNull(script, SCRIPT).readAllBytes());
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, control(), StandardCopyOption.ATOMIC_MOVE);
        }
        Path java = folder.resolve("bin/java");
        Files.deleteIfExists(java);
        Files.createSymbolicLink(java, Path.of(System.getProperty("java.home"), "bin", "java"));
    }

    private void writePrivate(String name, String secret) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            Files.createFile(
                    file,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, secret);
    }
}
