package dev.holdfast.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// The files of one PostgreSQL server and the command lines that make and run it.
///
/// PostgreSQL refuses to run as root; then its programs run in a user namespace of their own,
/// where they are nobody yet still own these files.
///
/// @param programs where `postgres` and `initdb` are
record PostgresCluster(Path folder, int port, String user, boolean durable, Path programs) {
    private static final int PASSWORD_BYTES = 16;
    private static final long INITDB_SECONDS = 120;
    private static final Duration STOP = Duration.ofSeconds(20);

    Path data() {
        return folder.resolve("data");
    }

    Path log() {
        return folder.resolve("postgres.log");
    }

    String password() {
        try {
            return Files.readString(passwordFile()).strip();
        } catch (IOException e) {
            throw new LocalException("Cannot read the database password " + passwordFile(), e);
        }
    }

    /// Runs initdb when the folder holds no database yet.
    void createWhenNew() {
        if (Files.exists(data().resolve("PG_VERSION"))) {
            return;
        }
        try {
            Files.createDirectories(folder);
            writePassword();
            var command = new ArrayList<>(asUser());
            command.addAll(
                    List.of(
                            program("initdb"),
                            "-D",
                            data().toString(),
                            "-U",
                            user,
                            "--auth=scram-sha-256",
                            "--pwfile=" + passwordFile(),
                            "-E",
                            "UTF8",
                            "--locale=C",
                            "--no-sync",
                            "--no-instructions"));
            var process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                            .start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(INITDB_SECONDS, TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new LocalException(
                        "PostgreSQL's initdb failed on %s: see %s".formatted(data(), log()));
            }
        } catch (IOException e) {
            throw new LocalException("Cannot create the database in " + folder, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalException("Interrupted while creating the database", e);
        }
    }

    ChildProcess.Launch launch() {
        var command = new ArrayList<>(asUser());
        command.addAll(List.of(program("postgres"), "-D", data().toString()));
        settings()
                .forEach((name, value) -> {
                    command.add("-c");
                    command.add(name + "=" + value);
                });
        return new ChildProcess.Launch(
                "PostgreSQL",
                command,
                Map.of("LC_ALL", "C"),
                folder,
                log(),
                null,
                new ChildProcess.Stopping(ChildProcess.Signal.INT_BY_WATCHER, STOP));
    }

    private Map<String, String> settings() {
        return Map.ofEntries(
                Map.entry("port", Integer.toString(port)),
                Map.entry("listen_addresses", "127.0.0.1"),
                Map.entry("unix_socket_directories", ""),
                Map.entry("max_connections", "200"),
                Map.entry("shared_buffers", "64MB"),
                Map.entry("max_wal_size", "256MB"),
                Map.entry("jit", "off"),
                Map.entry("timezone", "UTC"),
                Map.entry("log_timezone", "UTC"),
                Map.entry("fsync", durable ? "on" : "off"),
                Map.entry("full_page_writes", durable ? "on" : "off"),
                Map.entry("synchronous_commit", "on"));
    }

    /// After a SIGKILL the server's own children need a moment to notice; a restart before that
    /// is refused by PostgreSQL because they still hold its shared memory.
    void awaitOrphans() {
        long deadline = System.nanoTime() + STOP.toNanos();
        String here = data().toString();
        while (System.nanoTime() < deadline
                && ProcessHandle.allProcesses()
                        .anyMatch(p -> p.info().commandLine().orElse("").contains(here))) {
            Pause.shortly();
        }
    }

    private void writePassword() throws IOException {
        if (Files.exists(passwordFile())) {
            return;
        }
        byte[] secret = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(secret);
        Files.createFile(
                passwordFile(),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                passwordFile(), HexFormat.of().formatHex(secret), StandardCharsets.US_ASCII);
    }

    private Path passwordFile() {
        return folder.resolve("password");
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private static List<String> asUser() {
        return isRoot() ? List.of("unshare", "-U") : List.of();
    }

    private static boolean isRoot() {
        try {
            return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }
}
