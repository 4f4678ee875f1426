package dev.holdfast.verifier.io.journey;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A shop with login, orders and payments over HTTP, that can be broken in its middle. An order is
/// known by the key that it was made with, so that it is never made twice.
public final class ShopServer implements AutoCloseable {
    public final Map<String, String> orders = new ConcurrentHashMap<>();
    public volatile int made;

    /// How often an order was asked for again under the key that it was made with.
    public volatile int again;

    volatile boolean paymentsFail;
    volatile boolean ordersLie;
    volatile boolean deletesFail;
    public volatile CountDownLatch paymentHangs = new CountDownLatch(0);
    private final HttpServer server;

    public ShopServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/login", e -> answer(e, 200, "{\"token\":\"t-17\"}"));
        server.createContext("/orders", this::orders);
        server.createContext("/pay", this::pay);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private synchronized void orders(HttpExchange e) throws IOException {
        String key = String.valueOf(e.getRequestHeaders().getFirst("Idempotency-Key"));
        if (!"Bearer t-17".equals(e.getRequestHeaders().getFirst("Authorization"))) {
            answer(e, 401, "{}");
        } else if (e.getRequestMethod().equals("DELETE")) {
            orders.remove(e.getRequestURI().getQuery().substring("ref=".length()));
            answer(e, deletesFail ? 500 : 204, "");
        } else if (ordersLie) {
            answer(e, 201, "{\"message\":\"thank you\"}");
        } else {
            again += orders.containsKey(key) ? 1 : 0;
            String order = orders.computeIfAbsent(key, _ -> "o-" + ++made);
            answer(e, 201, "{\"id\":\"%s\"}".formatted(order));
        }
    }

    private void pay(HttpExchange e) throws IOException {
        try {
            paymentHangs.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        String body = new String(e.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean known = orders.values().stream().anyMatch(o -> body.contains("\"" + o + "\""));
        answer(e, paymentsFail || !known ? 502 : 200, "{\"paid\":true}");
    }

    private static void answer(HttpExchange e, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        e.getRequestBody().readAllBytes();
        e.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        e.getResponseBody().write(bytes);
        e.close();
    }

    @Override
    public void close() {
        paymentHangs.countDown();
        server.stop(0);
    }
}
