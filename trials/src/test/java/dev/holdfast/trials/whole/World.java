package dev.holdfast.trials.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// What lies outside the house: a server with releases in folders and a link to the current one. It
/// serves `/metrics` of a steady traffic, `/version`, and on a POST to `/reload` becomes what the
/// link points at. It knows idempotency keys: under the same key nothing is done twice.
final class World implements AutoCloseable {
    private static final double REQUESTS_A_SECOND = 200;
    private static final double NANOS = 1e9;

    private final Path folder;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Double> failing = new ConcurrentHashMap<>();
    private final Map<String, Boolean> keys = new ConcurrentHashMap<>();
    private final List<String> reloads = new CopyOnWriteArrayList<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final CountDownLatch reloading = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private volatile String running = "none";
    private long counted = System.nanoTime();
    private double good;
    private double bad;

    World(Path folder) {
        this.folder = folder;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/metrics", e -> answer(e, metrics()));
        server.createContext(
                "/version", e -> answer(e, "{\"version\": \"%s\"}".formatted(running)));
        server.createContext("/reload", this::reload);
        server.start();
    }

    Path folder() {
        return folder;
    }

    /// `127.0.0.1:port`.
    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// The pipeline installs a version and runs it.
    void deploys(String version) {
        try {
            Path release = Files.createDirectories(folder.resolve("releases").resolve(version));
            Path fresh = folder.resolve("fresh");
            Files.createSymbolicLink(fresh, release);
            Files.move(fresh, folder.resolve("current"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        becomes(version);
    }

    /// From now on this version answers so many of its requests with errors.
    void fails(String version, double share) {
        count();
        failing.put(version, share);
    }

    String running() {
        return running;
    }

    /// The versions that it was told to become, each once per key.
    List<String> reloads() {
        return List.copyOf(reloads);
    }

    /// The key of each reload that was done, in their order.
    List<String> effects() {
        return List.copyOf(effects);
    }

    /// A reload that comes now is begun but not done, until [#letsGo].
    void holdsReloads() {
        gate = new CountDownLatch(1);
    }

    boolean isReloading() {
        return reloading.getCount() == 0;
    }

    void letsGo() {
        gate.countDown();
    }

    private void reload(HttpExchange e) throws IOException {
        String key = String.valueOf(e.getRequestHeaders().getFirst("Idempotency-Key"));
        if (keys.putIfAbsent(key, true) == null) {
            reloading.countDown();
            try {
                gate.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            }
            String version =
                    String.valueOf(Files.readSymbolicLink(folder.resolve("current")).getFileName());
            reloads.add(version);
            effects.add(key);
            becomes(version);
        }
        answer(e, "{\"version\": \"%s\"}".formatted(running));
    }

    private void becomes(String version) {
        count();
        running = version;
    }

    /// Counts the requests since it was last asked.
    private synchronized void count() {
        long now = System.nanoTime();
        double requests = (now - counted) / NANOS * REQUESTS_A_SECOND;
        double share = failing.getOrDefault(running, 0.0);
        counted = now;
        good += requests * (1 - share);
        bad += requests * share;
    }

    private synchronized String metrics() {
        count();
        return String.format(
                Locale.ROOT,
                """
                # TYPE http_requests_total counter
                http_requests_total{code="200"} %.3f
                http_requests_total{code="500"} %.3f
                """,
                good,
                bad);
    }

    private static void answer(HttpExchange e, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        e.getResponseHeaders()
                .add("Content-Type", text.startsWith("{") ? "application/json" : "text/plain");
        e.sendResponseHeaders(200, body.length);
        try (var out = e.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        letsGo();
        server.stop(0);
        threads.shutdownNow();
    }
}
