package dev.holdfast.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// One of the five services as a child JVM, run from the jar its module was built into.
public final class LocalService implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final Duration STOP_TRAINING = Duration.ofMinutes(5);
    private static final int PROBE_MILLIS = 2_000;
    private static final int OK = 200;

    private final HouseSettings house;
    private final Service service;
    private final ChildProcess process;
    private final StartupCache cache;
    private volatile boolean ready;

    private LocalService(HouseSettings house, Service service, Map<String, String> environment) {
        this.house = house;
        this.service = service;
        if (Ports.isTaken(house.port(service))) {
            throw PortCheck.taken(service.module(), house.port(service));
        }
        var command =
                new JavaCommand(
                        service.shortName(),
                        KeptJars.of(BuiltService.classpath(house.root(), service)),
                        List.of(
                                "-Xmx" + service.heap(),
                                // Committed as it is used, and a young space that is: the default
                                // makes the whole heap resident within minutes.
                                "-Xms16m",
                                "-Xmn8m",
                                "-Dio.netty.allocator.numHeapArenas=1",
                                "-Dio.netty.allocator.numDirectArenas=1"),
                        service.mainClass(),
                        List.of(),
                        house.train());
        this.cache = command.cache();
        this.process =
                ChildProcess.start(
                        new ChildProcess.Launch(
                                service.module(),
                                command.line(),
                                environment,
                                house.data().resolve(service.shortName()),
                                house.logs().resolve(service.shortName() + ".log"),
                                null,
                                new ChildProcess.Stopping(
                                        ChildProcess.Signal.TERM,
                                        house.train() && !cache.exists() ? STOP_TRAINING : STOP)));
    }

    /// Starts it and returns at once; `awaitReady` tells when it serves.
    static LocalService launch(
            HouseSettings house, Service service, Map<String, String> environment) {
        return new LocalService(house, service, environment);
    }

    /// Waits until its readiness probe answers 200. Throws with the end of its log otherwise.
    void awaitReady() {
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.isAlive()) {
                throw process.failedToStart("it ended with code " + process.exitCode().orElse(-1));
            }
            if (System.nanoTime() > deadline) {
                throw process.failedToStart(
                        "%s did not answer 200 within %d s"
                                .formatted(readiness(), START.toSeconds()));
            }
            Pause.shortly();
        }
        ready = true;
    }

    private URI readiness() {
        return URI.create(house.url(service) + "/health/readiness");
    }

    private boolean answers() {
        try {
            var connection = (HttpURLConnection) readiness().toURL().openConnection();
            connection.setConnectTimeout(PROBE_MILLIS);
            connection.setReadTimeout(PROBE_MILLIS);
            try {
                return connection.getResponseCode() == OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false; // not listening yet
        }
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
        cache.adopt(ready && process.stoppedWell());
    }
}
