package dev.holdfast.local;

import dev.holdfast.local.child.BrokerMain;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A real Kafka broker (KRaft, one node) in a JVM of its own, listening on the loopback only.
///
/// The folder keeps its data, so a later start on the same folder finds every record again.
public final class LocalKafka implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration STOP_TRAINING = Duration.ofMinutes(5);
    private static final List<String> FLAGS =
            List.of(
                    "-Xmx256m",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                    "-Dorg.slf4j.simpleLogger.showDateTime=true",
                    "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS");

    private static @Nullable LocalKafka shared;

    private final Path folder;
    private final int port;
    private final boolean train;
    private final String further;
    private ChildProcess process;
    private StartupCache cache;

    private LocalKafka(Path folder, int port, boolean train, String further) {
        this.folder = folder.toAbsolutePath();
        this.port = port;
        this.train = train;
        this.further = further;
        this.process = launch();
        this.cache = command().cache();
    }

    /// Starts a broker on a free port and waits until it serves clients.
    public static LocalKafka start(Path folder) {
        return start(folder, Ports.free(), false);
    }

    /// Starts a broker on this port and waits until it serves clients.
    ///
    /// @param train whether a first start on this machine records the start-up cache at its stop
    public static LocalKafka start(Path folder, int port, boolean train) {
        return new LocalKafka(folder, port, train, "");
    }

    /// Starts a broker with further settings, which win over ours.
    public static LocalKafka start(Path folder, int port, String further) {
        return new LocalKafka(folder, port, false, further);
    }

    /// One broker for all tests of this JVM; it is stopped and its data deleted when the JVM ends.
    public static synchronized LocalKafka shared() {
        if (shared == null) {
            shared = start(Scratch.folder("kafka"));
        }
        return shared;
    }

    /// `127.0.0.1:port`, for `bootstrap.servers`.
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// What a service is told about it.
    public Map<String, String> environment() {
        return Map.of("HOLDFAST_KAFKA", bootstrapServers());
    }

    /// Where its log is written.
    public Path log() {
        return folder.resolve("kafka.log");
    }

    /// Ends it by SIGKILL, as a fault would; `restart` brings it back on the same data.
    public void kill() {
        process.kill();
    }

    /// Starts it again on the same port and data, stopping it first when it runs.
    public void restart() {
        close();
        process = launch();
        cache = command().cache();
    }

    @Override
    public void close() {
        process.close();
        if (train) {
            cache.adopt(process.stoppedWell());
        }
    }

    ChildProcess process() {
        return process;
    }

    private ChildProcess launch() {
        if (Ports.isTaken(port)) {
            throw PortCheck.taken("Kafka", port);
        }
        writeSettings();
        var stopping =
                new ChildProcess.Stopping(ChildProcess.Signal.TERM, train ? STOP_TRAINING : STOP);
        var child =
                ChildProcess.start(
                        new ChildProcess.Launch(
                                "Kafka",
                                command().line(),
                                Map.of(),
                                folder,
                                log(),
                                "READY",
                                stopping));
        child.awaitReady(START);
        return child;
    }

    private JavaCommand command() {
        return new JavaCommand(
                "kafka",
                BrokerClasspath.jars(),
                FLAGS,
                BrokerMain.class.getName(),
                List.of(settingsFile().toString()),
                train);
    }

    private Path settingsFile() {
        return folder.resolve("broker.properties");
    }

    private void writeSettings() {
        try {
            Files.createDirectories(folder);
            Files.writeString(
                    settingsFile(),
                    BrokerSettings.text(port, Ports.free(), folder.resolve("data")) + further);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + settingsFile(), e);
        }
    }
}
