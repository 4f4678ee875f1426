package dev.holdfast.detector;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A shop that shows its metrics: 200 requests a second, none or a fifth of them failing.
final class ShopPage implements AutoCloseable {
    private final HttpServer server;
    private long lastNanos = System.nanoTime();
    private double good;
    private double bad;
    private double ratio;

    ShopPage() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/metrics",
                exchange -> {
                    byte[] page = page().getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(200, page.length);
                    exchange.getResponseBody().write(page);
                    exchange.close();
                });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:%d/metrics".formatted(server.getAddress().getPort());
    }

    synchronized void fails(double share) {
        count();
        ratio = share;
    }

    private synchronized String page() {
        count();
        return """
        # TYPE requests_total counter
        requests_total{route="/pay",status="200"} %s
        requests_total{route="/pay",status="500"} %s
        """
                .formatted(good, bad);
    }

    private void count() {
        long now = System.nanoTime();
        double requests = (now - lastNanos) / 1e9 * 200;
        lastNanos = now;
        good += requests * (1 - ratio);
        bad += requests * ratio;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
