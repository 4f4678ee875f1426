package dev.holdfast.executor.whole.specimen;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An HTTP target that counts what it is told to do, and says whether it was done.
final class CountingSite implements AutoCloseable {
    private final HttpServer server;
    private final boolean keyed;
    private final Set<String> keys = ConcurrentHashMap.newKeySet();
    private final AtomicInteger effects = new AtomicInteger();

    /// @param keyed whether what comes again under its key is answered and not done again
    CountingSite(boolean keyed) throws IOException {
        this.keyed = keyed;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange e) throws IOException {
        String key = String.valueOf(e.getRequestHeaders().getFirst("Idempotency-Key"));
        if (e.getRequestMethod().equals("POST") && (keys.add(key) || !keyed)) {
            effects.incrementAndGet();
        }
        byte[] body =
                "{\"done\": %s}".formatted(effects.get() > 0).getBytes(StandardCharsets.UTF_8);
        e.sendResponseHeaders(200, body.length);
        try (var out = e.getResponseBody()) {
            out.write(body);
        }
    }

    int effects() {
        return effects.get();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
