package dev.holdfast.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.cli.http.Services;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// One service of a house that answers what it is told to, and the command line that talks to it.
public final class FakeHouse implements AutoCloseable {
    private final HttpServer server;
    private final Path data;
    private final int base;
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final List<String> requests = new ArrayList<>();
    private final List<String> stumbles = new CopyOnWriteArrayList<>();

    /// @param next where the list goes on, empty at its end
    private record Answer(int code, String type, String body, String next) {}

    /// What a command printed and how it ended.
    record Result(int exitCode, String out, String err) {}

    /// @param offset which service it stands for: 1 detector … 5 notifier
    public FakeHouse(Path data, int offset) throws IOException {
        this.data = data;
        this.server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        this.base = server.getAddress().getPort() - offset;
        server.createContext("/", this::handle);
        server.start();
        Files.writeString(data.resolve("token"), "hf_secret\n");
    }

    public FakeHouse answers(String request, int code, String body) {
        answers.put(request, new Answer(code, "application/json", body, ""));
        return this;
    }

    /// Answers a page of a list that goes on there.
    public FakeHouse pages(String request, String body, String next) {
        answers.put(request, new Answer(200, "application/json", body, next));
        return this;
    }

    /// As a command asks it.
    public Services services() {
        return new Services(
                _ -> "http://127.0.0.1:" + server.getAddress().getPort(),
                () -> Optional.of("hf_secret"));
    }

    /// Hangs up the first times that it is asked this.
    FakeHouse stumbles(String request, int times) {
        for (int i = 0; i < times; i++) {
            stumbles.add(request);
        }
        return this;
    }

    FakeHouse streams(String request, String body) {
        answers.put(request, new Answer(200, "text/event-stream", body, ""));
        return this;
    }

    /// Method, path with query, token and body of each request.
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    Result run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var all = new ArrayList<>(List.of(arguments));
        if (!arguments[0].equals("check")) {
            all.addAll(List.of("--data", data.toString(), "--port-base", Integer.toString(base)));
        }
        int code =
                Holdfast.commandLine()
                        .setOut(new PrintWriter(out))
                        .setErr(new PrintWriter(err))
                        .execute(all.toArray(String[]::new));
        return new Result(code, out.toString(), err.toString());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String token = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        synchronized (this) {
            requests.add(request + " " + token + " " + body);
        }
        if (stumbles.remove(request)) {
            exchange.close();
            return;
        }
        Answer answer =
                answers.getOrDefault(
                        request,
                        new Answer(
                                404,
                                "application/problem+json",
                                "{\"detail\":\"there is no such thing\"}",
                                ""));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        if (!answer.next().isEmpty()) {
            exchange.getResponseHeaders()
                    .set("Link", "<%s>; rel=\"next\"".formatted(answer.next()));
        }
        exchange.sendResponseHeaders(answer.code(), bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
