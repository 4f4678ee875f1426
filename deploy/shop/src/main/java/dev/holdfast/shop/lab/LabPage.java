package dev.holdfast.shop.lab;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.shop.load.Diary;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;

/// What a lab says and takes over HTTP, on the loopback:
///
///     GET  /customers?seconds=10     what its customers met
///     GET  /lab                      its front, the good release, the pack's values here
///     POST /acts/deploy?release=2    does something to it (header `X-Lab: act`, so no web page can)
final class LabPage implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int DEFAULT_SECONDS = 10;
    private static final String ACTS = "/acts/";

    private final HttpServer server;
    private final Lab lab;
    private final Diary diary;

    private LabPage(HttpServer server, Lab lab, Diary diary) {
        this.server = server;
        this.lab = lab;
        this.diary = diary;
    }

    static LabPage open(int port, Lab lab, Diary diary) throws IOException {
        var server =
                HttpServer.create(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
        var page = new LabPage(server, lab, diary);
        server.createContext("/customers", page::customers);
        server.createContext("/lab", page::described);
        server.createContext(ACTS, page::act);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return page;
    }

    private void customers(HttpExchange exchange) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        int seconds =
                query.matches("seconds=[1-9]\\d{0,2}")
                        ? Integer.parseInt(query.substring(query.indexOf('=') + 1))
                        : DEFAULT_SECONDS;
        send(exchange, 200, diary.last(Duration.ofSeconds(seconds)));
    }

    private void described(HttpExchange exchange) throws IOException {
        send(
                exchange,
                200,
                Map.of(
                        "front", lab.front().toString(),
                        "good", lab.good(),
                        "values", lab.values()));
    }

    private void act(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")
                || !"act".equals(exchange.getRequestHeaders().getFirst("X-Lab"))) {
            send(exchange, 405, Map.of("error", "POST an act with the header `X-Lab: act`"));
            return;
        }
        String act = exchange.getRequestURI().getPath().substring(ACTS.length());
        try {
            Acts.act(lab, act, with(exchange.getRequestURI().getRawQuery()));
            send(exchange, 200, Map.of("act", act));
        } catch (IllegalArgumentException e) {
            send(exchange, 400, Map.of("error", String.valueOf(e.getMessage())));
        } catch (IOException e) {
            send(exchange, 500, Map.of("error", String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            send(exchange, 503, Map.of("error", "the lab closes"));
        }
    }

    private static Map<String, String> with(@org.jspecify.annotations.Nullable String query) {
        var with = new LinkedHashMap<String, String>();
        if (query != null && !query.isEmpty()) {
            for (String pair : query.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                with.put(
                        URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                        parts.length == 2
                                ? URLDecoder.decode(parts[1], StandardCharsets.UTF_8)
                                : "");
            }
        }
        return with;
    }

    private static void send(HttpExchange exchange, int code, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(code, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
