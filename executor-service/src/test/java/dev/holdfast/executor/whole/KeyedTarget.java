package dev.holdfast.executor.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// An HTTP target that knows keys: what came before under the same key is answered, not done again.
final class KeyedTarget implements AutoCloseable {
    private static final byte[] YES = "{\"done\": true}".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO = "{\"done\": false}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final Map<String, Boolean> keys = new ConcurrentHashMap<>();
    private final List<String> effects = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();

    KeyedTarget() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/flag", this::answer);
        server.start();
    }

    private void answer(HttpExchange e) throws IOException {
        boolean changes = e.getRequestMethod().equals("POST");
        if (changes) {
            String key = e.getRequestHeaders().getFirst("Idempotency-Key");
            tokens.add(String.valueOf(e.getRequestHeaders().getFirst("X-Token")));
            if (keys.putIfAbsent(key, true) == null) {
                effects.add(key);
            }
        }
        byte[] body = changes || !effects.isEmpty() ? YES : NO;
        e.sendResponseHeaders(200, body.length);
        try (var out = e.getResponseBody()) {
            out.write(body);
        }
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    List<String> effects() {
        return effects;
    }

    List<String> tokens() {
        return tokens;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
