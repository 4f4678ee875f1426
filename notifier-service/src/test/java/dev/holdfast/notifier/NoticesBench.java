package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// How soon people are told, and how many notices a second, beside Debian's Alertmanager telling the
/// same webhook in the same run. Ours are durable, each in a database; Alertmanager keeps them in
/// memory. `-Dholdfast.seconds=30 -Dholdfast.burst=3000`.
@Tag("bench")
class NoticesBench {
    private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
    private static final int SECONDS = Integer.getInteger("holdfast.seconds", 30);
    private static final int RATE = Integer.getInteger("holdfast.rate", 10);
    private static final int BURST = Integer.getInteger("holdfast.burst", 3_000);
    private static final int SCOPES = Integer.getInteger("holdfast.scopes", 16);
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Map<String, Instant> told = new ConcurrentHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void beside_alertmanager(@TempDir Path data) throws IOException {
        assumeTrue(Files.isExecutable(ALERTMANAGER), "prometheus-alertmanager is not installed");
        HttpServer hook =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        hook.createContext("/", this::hook);
        hook.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        hook.start();
        String url = "http://127.0.0.1:%d/".formatted(hook.getAddress().getPort());
        Map<String, String> environment = new HashMap<>(LocalKafka.shared().environment());
        environment.putAll(LocalPostgres.shared().environment());
        environment.put("HOLDFAST_DATA", data.toString());
        try (NotifierProcess notifier = new NotifierProcess(data, environment);
                Wire wire = new Wire(LocalKafka.shared().bootstrapServers())) {
            notifier.awaitReady();
            notifierPid = notifier.pid();
            rules(wire, url);
            measure("holdfast", i -> event(wire, i));
        } finally {
            Path log = data.resolve("alertmanager.log");
            Process other = alertmanager(data, url, log);
            try {
                measure("alertmanager", this::alert);
            } finally {
                other.destroyForcibly();
                hook.stop(0);
            }
        }
    }

    private long notifierPid;
    private int port;

    private void measure(String who, IntConsumer tell) {
        warm(who, tell);
        List<Long> millis = new ArrayList<>();
        Map<Integer, Instant> sent = new HashMap<>();
        long start = System.nanoTime();
        for (int i = 0; i < SECONDS * RATE; i++) {
            long due = start + i * 1_000_000_000L / RATE;
            while (System.nanoTime() < due) {
                Thread.onSpinWait();
                if (due - System.nanoTime() > 2_000_000) {
                    java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
                }
            }
            sent.put(i, Instant.now());
            tell.accept(i);
        }
        int all = SECONDS * RATE;
        await().atMost(PATIENCE).until(() -> has(0, all));
        sent.forEach((i, at) -> millis.add(Duration.between(at, told.get("many-" + i)).toMillis()));
        millis.sort(null);
        Work before = Work.now(notifierPid);
        Instant burst = Instant.now();
        for (int i = 0; i < BURST; i++) {
            tell.accept(all + i);
        }
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> has(all, BURST));
        Instant last = told.values().stream().max(Instant::compareTo).orElseThrow();
        System.out.printf(
                "notices: %s at %d a second: p50 %d ms, p99 %d ms, longest %d ms; %d at once: %.0f a second%n",
                who,
                RATE,
                millis.get(millis.size() / 2),
                millis.get(millis.size() * 99 / 100),
                millis.getLast(),
                BURST,
                BURST * 1000.0 / Math.max(1, Duration.between(burst, last).toMillis()));
        System.out.printf("notices: %s in the burst, CPU a notice: %s%n", who, before.until(BURST));
        assertThat(millis).hasSize(all);
        told.clear();
    }

    /// How long the processors worked for each program that this one started. It hardly depends on
    /// what else the machine does, as the time does.
    private record Work(long notifier, Map<String, Duration> byProgram) {
        static Work now(long notifier) {
            Map<String, Duration> all = new TreeMap<>();
            ProcessHandle.current()
                    .descendants()
                    .forEach(p ->
                            all.merge(
                                    program(p, notifier),
                                    p.info().totalCpuDuration().orElse(Duration.ZERO),
                                    Duration::plus));
            return new Work(notifier, all);
        }

        private static String program(ProcessHandle p, long notifier) {
            String command = p.info().command().orElse("");
            return p.pid() == notifier
                    ? "notifier-service"
                    : command.contains("alertmanager")
                            ? "alertmanager"
                            : command.endsWith("java") ? "broker" : "database";
        }

        String until(int notices) {
            return now(notifier).byProgram().entrySet().stream()
                    .map(e ->
                            "%s %.2f ms"
                                    .formatted(
                                            e.getKey(),
                                            e.getValue()
                                                            .minus(
                                                                    byProgram.getOrDefault(
                                                                            e.getKey(),
                                                                            Duration.ZERO))
                                                            .toMillis()
                                                    / (double) notices))
                    .collect(Collectors.joining(", "));
        }
    }

    /// The first hundred are not measured: code is loaded by them.
    private void warm(String who, IntConsumer tell) {
        int from = 10_000_000;
        int[] next = {from};
        await("the first notice of " + who)
                .atMost(PATIENCE)
                .until(() -> {
                    tell.accept(next[0]++);
                    return !told.isEmpty();
                });
        int first = next[0];
        for (int i = 0; i < 300; i++) {
            tell.accept(first + i);
        }
        await().atMost(PATIENCE).until(() -> has(first, 300));
        told.clear();
    }

    private boolean has(int from, int count) {
        for (int i = from + count - 1; i >= from; i--) {
            if (!told.containsKey("many-" + i)) {
                return false;
            }
        }
        return true;
    }

    private void hook(HttpExchange exchange) throws IOException {
        JsonNode body = Json.mapper().readTree(exchange.getRequestBody().readAllBytes());
        Instant now = Instant.now();
        if (body.has("alerts")) {
            body.path("alerts")
                    .forEach(a -> told.putIfAbsent(a.path("labels").path("n").asText(), now));
        } else {
            told.putIfAbsent(body.path("data").path("incident").asText(), now);
        }
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static void event(Wire wire, int i) {
        wire.tell(
                Scope.of("bench", "e" + i % SCOPES),
                new IncidentOpened(
                        "many-" + i, "Number " + i, Severity.P1, List.of("Many"), Instant.now()));
    }

    private void alert(int i) {
        String body =
                "[{\"labels\":{\"alertname\":\"Many\",\"n\":\"many-%d\"},\"annotations\":{\"summary\":\"Number %d\"}}]"
                        .formatted(i, i);
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:%d/api/v2/alerts"
                                                            .formatted(port)))
                                    .header("content-type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void rules(Wire wire, String url) {
        StringBuilder environments = new StringBuilder();
        for (int i = 0; i < SCOPES; i++) {
            environments.append("  e%d: {}%n".formatted(i));
        }
        PackFiles pack =
                PackFiles.of(
                        "bench",
                        Map.of(
                                "pack.yml",
                                "system: bench\nenvironments:\n" + environments,
                                "notifications.yml",
                                """
                                next-update: 1d
                                channels: {hook: {kind: webhook, url: "%s"}}
                                route: {channels: [hook]}
                                """
                                        .formatted(url)));
        wire.send(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        0,
                        "bench".getBytes(StandardCharsets.UTF_8),
                        Json.bytes(pack)));
        wire.tell(Scope.pack("bench"), new PackActivated("bench", pack.digest(), Instant.now()));
    }

    /// Each alert is a group of its own and is told at once.
    private Process alertmanager(Path data, String url, Path log) throws IOException {
        port = Ports.free();
        Path config = data.resolve("alertmanager.yml");
        Files.writeString(
                config,
                """
                route: {receiver: hook, group_by: ['...'], group_wait: 0s, group_interval: 1s, repeat_interval: 1h}
                receivers: [{name: hook, webhook_configs: [{url: "%s", send_resolved: false}]}]
                """
                        .formatted(url));
        Process process =
                new ProcessBuilder(
                                ALERTMANAGER.toString(),
                                "--config.file=" + config,
                                "--storage.path=" + data.resolve("alerts"),
                                "--cluster.listen-address=",
                                "--log.level=error",
                                "--web.listen-address=127.0.0.1:" + port)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        await().atMost(PATIENCE).until(this::ready);
        return process;
    }

    private boolean ready() {
        try {
            return http.send(
                                    HttpRequest.newBuilder(
                                                    URI.create(
                                                            "http://127.0.0.1:%d/-/ready"
                                                                    .formatted(port)))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
