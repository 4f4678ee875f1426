package dev.holdfast.trials.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.json.Json;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// What the laboratory's systems answer: metrics to who scrapes them, health to the verifier, the
/// healing request of the runbook; and where Alertmanager's webhook ends.
final class LabServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, LabSystem> systems;
    private final Map<String, OtherSystem> others;

    LabServer(Map<String, LabSystem> systems, Map<String, OtherSystem> others) throws IOException {
        this.systems = systems;
        this.others = others;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/metrics", this::metrics);
        server.createContext("/heal/", this::heal);
        server.createContext("/health/", exchange -> answer(exchange, 200, "UP\n"));
        server.createContext("/webhook", this::webhook);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /// `/metrics` is Prometheus' page, `/metrics/NAME` that of one of ours.
    private void metrics(HttpExchange exchange) throws IOException {
        LabSystem system = systems.get(last(exchange));
        if (system == null) {
            answer(
                    exchange,
                    200,
                    others.values().stream().map(OtherSystem::page).collect(Collectors.joining()));
            return;
        }
        system.sends(System.currentTimeMillis(), System.nanoTime());
        answer(exchange, 200, "%s %.0f\n".formatted(LabPack.METRIC, system.value()));
    }

    private void heal(HttpExchange exchange) throws IOException {
        LabSystem system = systems.get(last(exchange));
        if (system != null) {
            system.heal();
        }
        answer(exchange, system == null ? 404 : 200, "healed\n");
    }

    private void webhook(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        JsonNode call = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
        for (JsonNode alert : call.path("alerts")) {
            OtherSystem system = others.get(alert.path("labels").path("lab").asText());
            if (system != null && alert.path("status").asText().equals("firing")) {
                system.toldOf(alert.path("labels").path("round").asInt(), now);
            }
        }
        answer(exchange, 200, "");
    }

    private static String last(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        try (exchange) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
