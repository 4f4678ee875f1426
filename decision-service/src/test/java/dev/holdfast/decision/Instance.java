package dev.holdfast.decision;

import static org.awaitility.Awaitility.await;

import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;
import dev.holdfast.local.child.Tether;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/// One decision-service in a JVM of its own, which reaches its database through a gate.
final class Instance implements AutoCloseable {
    private final String name;
    private final Path folder;
    private final String database;
    private final int port = Ports.free();
    private final @Nullable DatabaseGate gate;
    private @Nullable Process process;

    /// @param folder holds its log, and the tokens
    Instance(
            String name,
            Path folder,
            String database,
            AtomicReference<DatabaseGate.@Nullable Boundary> armed)
            throws IOException {
        this.name = name;
        this.folder = folder;
        this.database = database;
        gate = new DatabaseGate(LocalPostgres.shared().port(), armed, this::kill);
    }

    private Instance(String name, Path folder, String database) {
        this.name = name;
        this.folder = folder;
        this.database = database;
        gate = null;
    }

    /// One that reaches its database without a gate.
    static Instance direct(String name, Path folder, String database) {
        return new Instance(name, folder, database);
    }

    Asked asks() {
        return new Asked("http://127.0.0.1:" + port);
    }

    boolean alive() {
        return process != null && process.isAlive();
    }

    /// Resident memory, in KiB.
    long resident() throws IOException {
        Process running = java.util.Objects.requireNonNull(process);
        return Files.readAllLines(Path.of("/proc/%d/status".formatted(running.pid()))).stream()
                .filter(l -> l.startsWith("VmRSS:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    /// Starts it, if it does not run, and returns at once.
    void launch() {
        if (alive()) {
            return;
        }
        LocalPostgres p = LocalPostgres.shared();
        Map<String, String> settings = new HashMap<>();
        settings.put("HOLDFAST_PORT", Integer.toString(port));
        settings.put("HOLDFAST_KAFKA", LocalKafka.shared().bootstrapServers());
        settings.put("HOLDFAST_POSTGRES_HOST", "127.0.0.1");
        settings.put(
                "HOLDFAST_POSTGRES_PORT", Integer.toString(gate == null ? p.port() : gate.port()));
        settings.put("HOLDFAST_POSTGRES_DATABASE", database);
        settings.put("HOLDFAST_POSTGRES_USER", p.user());
        settings.put("HOLDFAST_POSTGRES_PASSWORD", p.password());
        settings.put("HOLDFAST_TOKENS", folder.resolve("tokens").toString());
        settings.put("HOLDFAST_DATA", folder.resolve("data-" + name).toString());
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                // One that is loaded is compiled as in production.
                                "-XX:TieredStopAtLevel=" + (gate == null ? 4 : 1),
                                // Of classes that javac has just written.
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:-BytecodeVerificationRemote",
                                "-Xmx" + (gate == null ? "512m" : "192m"),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                Tether.class.getName(),
                                DecisionApplication.class.getName()));
        builder.environment().keySet().removeIf(k -> k.startsWith("HOLDFAST_"));
        builder.environment().putAll(settings);
        try {
            process =
                    builder.redirectErrorStream(true)
                            .redirectOutput(
                                    Redirect.appendTo(folder.resolve(name + ".log").toFile()))
                            .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        await("instance " + name + ", see " + folder.resolve(name + ".log"))
                .atMost(Wire.PATIENCE.multipliedBy(2))
                .until(() -> asks().get("/health/readiness").status() == 200);
    }

    /// kill -9, and gone.
    void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                throw new AssertionError("instance %s survives kill -9".formatted(name));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        kill();
        if (gate != null) {
            gate.close();
        }
    }
}
