package dev.holdfast.notifier;

import static org.awaitility.Awaitility.await;

import dev.holdfast.local.Ports;
import dev.holdfast.local.child.Tether;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// notifier-service in a JVM of its own, so that it can be killed; it ends with the test's.
final class NotifierProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Duration START = Duration.ofMinutes(2);

    private final Map<String, String> environment;
    private final Path log;
    private final int port = Ports.free();
    private Process process;

    NotifierProcess(Path folder, Map<String, String> environment) {
        this.environment = environment;
        this.log = folder.resolve("notifier.log");
        this.process = launch();
    }

    private Process launch() {
        String classes =
                Arrays.stream(
                                System.getProperty(
                                                "surefire.test.class.path",
                                                System.getProperty("java.class.path"))
                                        .split(File.pathSeparator))
                        .filter(e -> !e.contains("test-classes") && !e.endsWith("-tests.jar"))
                        .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder builder = new ProcessBuilder(command(classes));
        builder.environment().keySet().removeIf(k -> k.startsWith("HOLDFAST_"));
        builder.environment().putAll(environment);
        builder.environment().put("HOLDFAST_PORT", Integer.toString(port));
        try {
            return builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// As the house starts it; `-Dholdfast.flags` adds more, for a recording.
    private static List<String> command(String classes) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                // Of classes that javac has just written.
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:-BytecodeVerificationRemote",
                                "-Xmx256m"));
        String more = System.getProperty("holdfast.flags", "");
        if (!more.isBlank()) {
            command.addAll(List.of(more.split(" ")));
        }
        command.addAll(
                List.of(
                        "-cp",
                        classes,
                        Tether.class.getName(),
                        NotifierApplication.class.getName()));
        return command;
    }

    void awaitReady() {
        await().atMost(START)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("it has ended:\n" + Files.readString(log));
                    }
                    return ready();
                });
    }

    private boolean ready() {
        try {
            HttpRequest ask =
                    HttpRequest.newBuilder(
                                    URI.create(
                                            "http://127.0.0.1:%d/health/readiness".formatted(port)))
                            .timeout(Duration.ofSeconds(2))
                            .build();
            return HTTP.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// kill -9, and started again; it is not waited for.
    void dies() {
        kill();
        process = launch();
    }

    long pid() {
        return process.pid();
    }

    private void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
