package dev.holdfast.notifier.io;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A service outside, for tests: it keeps what it was asked, and answers by its protocol unless it was
/// told to fail the next times.
public final class FakeHttp implements AutoCloseable {
    private final HttpServer server;
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final Deque<Answer> faults = new ArrayDeque<>();
    private volatile CountDownLatch hangs = new CountDownLatch(0);

    /// @param path with the query
    public record Asked(
            String method, String path, Map<String, List<String>> headers, String body) {
        public JsonNode json() {
            try {
                return Json.mapper().readTree(body);
            } catch (IOException e) {
                throw new UncheckedIOException(body, e);
            }
        }

        public String header(String name) {
            return headers.entrySet().stream()
                    .filter(h -> h.getKey().equalsIgnoreCase(name))
                    .map(h -> h.getValue().getFirst())
                    .findFirst()
                    .orElse("");
        }
    }

    public record Answer(int status, String body, Map<String, String> headers, boolean afterwards) {
        public static Answer of(int status, Object json) {
            return new Answer(status, Json.text(json), Map.of(), false);
        }

        public static Answer text(int status, String body) {
            return new Answer(status, body, Map.of(), false);
        }

        public Answer with(String header, String value) {
            return new Answer(status, body, Map.of(header, value), afterwards);
        }

        /// The request is done, and yet its sender is told this: what a crash or a lost answer looks
        /// like from the other side.
        public Answer thoughDone() {
            return new Answer(status, body, headers, true);
        }
    }

    public FakeHttp(Function<Asked, Answer> protocol) {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", exchange -> answer(exchange, protocol));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    /// Those of a path that begins so.
    public List<Asked> asked(String method, String path) {
        return asked.stream()
                .filter(a -> a.method().equals(method) && a.path().startsWith(path))
                .toList();
    }

    /// The next requests get these answers instead, one each.
    public synchronized void fails(Answer... next) {
        faults.addAll(List.of(next));
    }

    /// Nothing is answered any more until this is over.
    public void hangs(CountDownLatch until) {
        hangs = until;
    }

    private synchronized Answer fault() {
        return faults.poll();
    }

    private void answer(HttpExchange exchange, Function<Asked, Answer> protocol)
            throws IOException {
        try (exchange) {
            Asked one =
                    new Asked(
                            exchange.getRequestMethod(),
                            exchange.getRequestURI().toString(),
                            Map.copyOf(exchange.getRequestHeaders()),
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8));
            asked.add(one);
            hangs.await();
            Answer fault = fault();
            Answer answer;
            if (fault == null) {
                answer = protocol.apply(one);
            } else {
                if (fault.afterwards()) {
                    var _ = protocol.apply(one);
                }
                answer = fault;
            }
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
