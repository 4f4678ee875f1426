package dev.holdfast.detector;

import static org.awaitility.Awaitility.await;

import dev.holdfast.local.Ports;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A detector in a process of its own.
final class DetectorProcess implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final int port = Ports.free();
    private final Path folder;
    private final Map<String, String> environment;
    private List<String> jvm =
            List.of(
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    // Of classes that javac has just written.
                    "-XX:+UnlockDiagnosticVMOptions",
                    "-XX:-BytecodeVerificationRemote",
                    "-Xmx192m");
    private @Nullable Process process;

    DetectorProcess(Path folder, Map<String, String> environment) {
        this.folder = folder;
        this.environment = environment;
    }

    /// Starts it with these flags of the JVM instead of a test's.
    DetectorProcess with(String... flags) {
        jvm = List.of(flags);
        return this;
    }

    long pid() {
        Process running = process;
        return running == null ? -1 : running.pid();
    }

    DetectorProcess start() throws IOException {
        String classpath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", classpath, DetectorApplication.class.getName()));
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(
                                ProcessBuilder.Redirect.appendTo(
                                        folder.resolve("log-" + port).toFile()));
        builder.environment().put("HOLDFAST_PORT", Integer.toString(port));
        builder.environment().put("HOLDFAST_DATA", folder.resolve("data-" + port).toString());
        builder.environment().putAll(environment);
        process = builder.start();
        return this;
    }

    void awaitReady() {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> ask("/health/readiness").status() == 200);
    }

    /// As `kill -9`.
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly().onExit().join();
        }
    }

    /// @param status 0 where nobody answered
    record Answer(int status, String body, String retryAfter) {}

    Answer ask(String path, String... header) {
        var request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20));
        if (header.length > 0) {
            request.headers(header);
        }
        try {
            var answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    answer.statusCode(),
                    answer.body(),
                    answer.headers().firstValue("Retry-After").orElse(""));
        } catch (IOException e) {
            return new Answer(0, String.valueOf(e), "");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Answer(0, "interrupted", "");
        }
    }

    @Override
    public void close() {
        kill();
    }
}
