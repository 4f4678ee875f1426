package dev.holdfast.executor.whole;

import dev.holdfast.executor.ExecutorApplication;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A real executor-service in a process of its own, to be killed.
final class ChildExecutor implements AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Process process;
    private final int port;

    private ChildExecutor(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// @param folder for its log and its tokens
    static ChildExecutor start(Path folder, String database, Map<String, String> more)
            throws IOException {
        int port = Ports.free();
        String classpath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        ProcessBuilder builder =
                new ProcessBuilder(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                // Of classes that javac has just written.
                                "-XX:+UnlockDiagnosticVMOptions",
                                "-XX:-BytecodeVerificationRemote",
                                "-Xmx160m",
                                "-cp",
                                classpath,
                                "dev.holdfast.local.child.Tether",
                                ExecutorApplication.class.getName()));
        Map<String, String> env = builder.environment();
        env.putAll(LocalKafka.shared().environment());
        env.putAll(LocalPostgres.shared().environment());
        env.put("HOLDFAST_POSTGRES_DATABASE", database);
        env.put("HOLDFAST_PORT", Integer.toString(port));
        env.put("HOLDFAST_LEASE", "600ms");
        env.put("HOLDFAST_DATA", folder.toString());
        env.put("HOLDFAST_TOKENS", folder.resolve("tokens").toString());
        env.putAll(more);
        File log = folder.resolve("executor.log").toFile();
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                        .start();
        return new ChildExecutor(process, port);
    }

    long pid() {
        return process.pid();
    }

    /// SIGSTOP: it does nothing more, and its connections stay.
    void freeze() throws IOException, InterruptedException {
        signal("-STOP");
    }

    void thaw() throws IOException, InterruptedException {
        signal("-CONT");
    }

    private void signal(String signal) throws IOException, InterruptedException {
        String pid = Long.toString(process.pid());
        int code = new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
        if (code != 0) {
            throw new IllegalStateException(
                    "kill %s %s exits with %d".formatted(signal, pid, code));
        }
    }

    /// Whether it answers, and nothing runs in it.
    boolean quiet() {
        try {
            return get("/prometheus").body().contains("holdfast_errands_running 0.0");
        } catch (IOException _) {
            return false;
        }
    }

    /// kill -9, and gone.
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("process %d survives kill -9".formatted(process.pid()));
        }
    }

    boolean ready() {
        try {
            return get("/health/readiness").statusCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    HttpResponse<String> get(String path) throws IOException {
        return send(request(path).GET().build());
    }

    HttpResponse<String> post(String path, String token, String body) throws IOException {
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return send(request.build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
