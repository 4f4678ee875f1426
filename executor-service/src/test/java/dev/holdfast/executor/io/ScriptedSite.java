package dev.holdfast.executor.io;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.executor.domain.runbook.Allowed;
import dev.holdfast.executor.flow.Call;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A system with a JSON API that answers what a test has written, and remembers what it was asked.
public final class ScriptedSite implements AutoCloseable {
    /// What answers; null closes the connection without an answer.
    public interface Script {
        String answer(String method, String path, String body);
    }

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final Map<String, String> headers = new ConcurrentHashMap<>();

    /// @param script answers `200 BODY`, `404 ...`, or `lost`
    public ScriptedSite(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    String method = exchange.getRequestMethod();
                    String path = exchange.getRequestURI().toString();
                    asked.add(method + " " + path + (body.isEmpty() ? "" : " " + body));
                    exchange.getRequestHeaders()
                            .forEach((k, v) ->
                                    headers.put(
                                            k.toLowerCase(java.util.Locale.ROOT), v.getFirst()));
                    String answer = script.answer(method, path, body);
                    if (!answer.equals("lost")) {
                        byte[] text = answer.substring(3).strip().getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(
                                Integer.parseInt(answer.substring(0, 3)),
                                text.length == 0 ? -1 : text.length);
                        exchange.getResponseBody().write(text);
                    }
                    exchange.close();
                });
        server.start();
    }

    public List<String> asked() {
        return asked;
    }

    /// The last value of a header, by its name in lower case.
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    public String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    public Call call(Map<String, Object> with, Map<String, String> rests) {
        String host = host();
        Map<String, Object> all = new HashMap<>(with);
        all.put("url", "http://" + host);
        all.put("token", "canary-token");
        return Calls.call(new Allowed(List.of(), List.of(host), List.of()), all, rests);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
