package dev.holdfast.notifier;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Service;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;

import org.apache.kafka.clients.producer.ProducerRecord;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/// notifier-service over a real broker and a real database, with decision-service and the detector as
/// far as the console asks them.
public final class ConsoleHouse implements AutoCloseable {
    public static final String TOKEN = "secret-of-ada";

    /// Of somebody with the role `admin`.
    public static final String ADMIN = "secret-of-root";

    private static final Duration START = Duration.ofMinutes(1);

    private final HttpServer others;
    private final ApplicationContext context;
    private final Wire wire;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile PackFiles pack = PackFiles.of("none", Map.of());

    public ConsoleHouse(Path data) {
        try {
            others =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Files.writeString(
                    data.resolve("tokens"),
                    "%s ada lead\n%s root admin\n"
                            .formatted(Tokens.hash(TOKEN), Tokens.hash(ADMIN)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        others.createContext("/", this::answer);
        others.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        others.start();
        String url = "http://127.0.0.1:" + others.getAddress().getPort();
        LocalPostgres postgres = LocalPostgres.shared();
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("holdfast.port", -1);
        settings.put("holdfast.kafka", LocalKafka.shared().bootstrapServers());
        settings.put("holdfast.postgres.host", postgres.host());
        settings.put("holdfast.postgres.port", postgres.port());
        settings.put("holdfast.postgres.database", postgres.database());
        settings.put("holdfast.postgres.user", postgres.user());
        settings.put("holdfast.postgres.password", postgres.password());
        settings.put("holdfast.tokens", data.resolve("tokens").toString());
        settings.put("holdfast.data", data.toString());
        settings.put("holdfast.decision.url", url);
        settings.put("holdfast.detector.url", url);
        context = Service.start(NotifierApplication.class, NotifierApplication.NAME, 0, settings);
        wire = new Wire(LocalKafka.shared().bootstrapServers());
        await().atMost(START).until(this::complete);
    }

    /// True when its topics are there and it has read all that was in them.
    private boolean complete() {
        try (InputStream in = base().resolve("/api/now").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .contains("\"complete\":true");
        } catch (IOException _) {
            return false; // it is not listening yet
        }
    }

    public URI base() {
        return context.getBean(EmbeddedServer.class).getURI();
    }

    public Wire wire() {
        return wire;
    }

    /// What decision-service was asked to do: path, token and body.
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /// Offers a pack to the service and shows it at decision-service.
    public void offers(PackFiles files) {
        pack = files;
        wire.send(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        0,
                        files.name().getBytes(StandardCharsets.UTF_8),
                        Json.bytes(files)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            byte[] answer;
            if (path.startsWith("/api/packs/")) {
                answer =
                        Json.bytes(
                                Map.of(
                                        "digest", pack.digest(),
                                        "state", "active",
                                        "problems", List.of(),
                                        "files", pack.files()));
            } else if (path.endsWith("/tasks")) {
                answer = Json.bytes(List.of());
            } else if (path.endsWith("/what-if")) {
                asked.add(path + " " + body);
                answer = Json.bytes(differences());
            } else if (path.contains("/query_range")) {
                answer =
                        Json.bytes(
                                Map.of("status", "success", "data", Map.of("result", List.of())));
            } else {
                asked.add(
                        "%s %s %s"
                                .formatted(
                                        path,
                                        exchange.getRequestHeaders().getFirst("Authorization"),
                                        body));
                answer = Json.bytes(Map.of("state", "approved"));
            }
            exchange.getResponseHeaders().set("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private static Map<String, Object> differences() {
        Map<String, Object> was =
                Map.of(
                        "at", "2026-11-20T14:00:00Z",
                        "row", "errors-after-release",
                        "severity", "P1",
                        "action", "rollback",
                        "runbook", "code");
        Map<String, Object> would =
                Map.of(
                        "at", "2026-11-20T14:00:00Z",
                        "row", "<b>ask first</b>",
                        "severity", "P1",
                        "action", "ask");
        return Map.of("incidents", 3, "differences", List.of(Map.of("was", was, "would", would)));
    }

    @Override
    public void close() {
        wire.close();
        context.close();
        others.stop(0);
    }
}
