package dev.holdfast.notifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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

import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// Notices through a service that is killed again and again, to channels that fail in three of ten
/// attempts in every way there is. None is lost; none comes twice without a fault, and with one under
/// the same id.
///
/// In full: `-Dholdfast.notices=100000 -Dholdfast.kills=100`. With `-Dholdfast.kills=0
/// -Dholdfast.failing=0` it measures how fast notices are.
class NoticesSurviveTest {
    private static final int NOTICES = Integer.getInteger("holdfast.notices", 160);
    private static final int KILLS = Integer.getInteger("holdfast.kills", 1);
    private static final int SCOPES = 16;

    /// More for one notice would be waited for longer than a test may take: the schedule goes up to hours.
    private static final int MOST_FAILURES = 4;

    private static final int FAILING_PERCENT = Integer.getInteger("holdfast.failing", 30);
    private static final Duration PATIENCE = Duration.ofMinutes(4).plusMillis(NOTICES * 40L);

    /// Within this before a kill an answer may not have been written down.
    private static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    /// An answer that came later than this may have come too late for who asked: a time-out.
    private static final Duration IN_TIME = Duration.ofSeconds(1);

    /// @param answered that the channel's answer went out in time
    private record Taken(String id, Instant at, boolean answered) {}

    private final Map<String, List<Taken>> taken = new ConcurrentHashMap<>();
    private final List<Instant> deaths = new CopyOnWriteArrayList<>();
    private final Map<String, Instant> told = new ConcurrentHashMap<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final Map<String, Integer> failed = new ConcurrentHashMap<>();
    private final long seed = System.nanoTime();
    private volatile boolean ruled;
    private Duration lastSaid = Duration.ZERO;
    private final Random chance = new Random(seed);

    @Test
    void nothing_is_lost_by_kills_and_failing_channels(@TempDir Path data) throws IOException {
        System.out.println("seed " + seed);
        HttpServer outside =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        outside.createContext("/", this::hook);
        outside.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        outside.start();
        String url = "http://127.0.0.1:%d/".formatted(outside.getAddress().getPort());
        try (NotifierProcess notifier = new NotifierProcess(data, environment(data));
                Wire wire = new Wire(LocalKafka.shared().bootstrapServers())) {
            notifier.awaitReady();
            apply(wire, url);
            untilThePackRules(wire);
            Instant start = Instant.now();
            int each = Math.max(1, NOTICES / (KILLS + 1));
            for (int i = 0; i < NOTICES; i++) {
                if (i > 0 && i % each == 0 && deaths.size() < KILLS) {
                    int waited = Math.min(i, taken.size() + each / 4);
                    await().atMost(PATIENCE).until(() -> taken.size() >= waited);
                    notifier.dies();
                    deaths.add(Instant.now());
                    progress(start);
                }
                told.put("many-" + i, Instant.now());
                tell(wire, i);
            }
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        progress(start);
                        return taken.size() >= NOTICES;
                    });
            Duration took = Duration.between(start, Instant.now());
            List<List<Taken>> doubled = taken.values().stream().filter(t -> t.size() > 1).toList();
            System.out.printf(
                    "notices: %d in %s with %d kills and %d attempts; %d lost, %d came again%n",
                    NOTICES,
                    took,
                    deaths.size(),
                    attempts.get(),
                    NOTICES - taken.size(),
                    doubled.size());
            System.out.printf("notices: %s%n", delays(took));
            assertThat(deaths).hasSize(KILLS);
            assertThat(taken).hasSize(NOTICES);
            doubled.forEach(this::assertExcused);
        } finally {
            outside.stop(0);
        }
    }

    /// Every half minute, for whoever waits for the long run.
    private void progress(Instant start) {
        Duration passed = Duration.between(start, Instant.now());
        if (passed.minus(lastSaid).compareTo(Duration.ofSeconds(30)) >= 0) {
            lastSaid = passed;
            System.out.printf(
                    "notices: %d of %d told, %d sent, %d kills, after %s%n",
                    taken.size(), NOTICES, told.size(), deaths.size(), passed);
        }
    }

    /// From the event to the channel, and how many a second.
    private String delays(Duration took) {
        long[] millis =
                taken.entrySet().stream()
                        .mapToLong(e ->
                                Duration.between(
                                                told.getOrDefault(e.getKey(), Instant.EPOCH),
                                                e.getValue().getFirst().at())
                                        .toMillis())
                        .sorted()
                        .toArray();
        return "event to channel p50 %d ms, p99 %d ms; %.0f notices a second"
                .formatted(
                        millis[millis.length / 2],
                        millis[millis.length * 99 / 100],
                        NOTICES * 1000.0 / Math.max(1, took.toMillis()));
    }

    /// The same id, and before each repetition a fault: an answer that was lost, or a death.
    private void assertExcused(List<Taken> all) {
        assertThat(all).extracting(Taken::id).containsOnly(all.getFirst().id());
        for (Taken t : all.subList(0, all.size() - 1)) {
            boolean died =
                    deaths.stream()
                            .anyMatch(
                                    d -> !d.isBefore(t.at()) && d.isBefore(t.at().plus(IN_FLIGHT)));
            assertThat(!t.answered() || died).as("%s came twice without a fault", t).isTrue();
        }
    }

    private void hook(HttpExchange exchange) throws IOException {
        attempts.incrementAndGet();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String incident = Json.mapper().readTree(body).path("data").path("incident").asText();
        String id = String.valueOf(exchange.getRequestHeaders().getFirst("webhook-id"));
        int dice;
        int kind;
        synchronized (chance) {
            dice = chance.nextInt(100);
            kind = chance.nextInt(21);
        }
        if (dice >= FAILING_PERCENT || failed.merge(id, 1, Integer::sum) > MOST_FAILURES) {
            Instant asked = Instant.now();
            answer(exchange, 200);
            boolean inTime = Instant.now().isBefore(asked.plus(IN_TIME));
            take(incident, id, inTime, asked);
            return;
        }
        switch (kind == 20 ? 5 : kind % 5) {
            case 0 -> answer(exchange, 500);
            case 1 -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                answer(exchange, 429);
            }
            case 2 -> exchange.close(); // the connection breaks without an answer
            case 3 -> {
                take(incident, id, false, Instant.now()); // taken, but the answer is lost
                exchange.close();
            }
            case 4 -> answer(exchange, 403);
            default -> hang(exchange);
        }
    }

    private void hang(HttpExchange exchange) {
        try {
            Thread.sleep(Duration.ofMillis(2_500)); // longer than the channel's time-out
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        exchange.close();
    }

    /// Notices made before go to the built-in channel, so others are told first.
    private void untilThePackRules(Wire wire) {
        AtomicInteger first = new AtomicInteger(NOTICES);
        await().atMost(PATIENCE)
                .until(() -> {
                    if (!ruled) {
                        tell(wire, first.getAndIncrement());
                    }
                    return ruled;
                });
    }

    private void take(String incident, String id, boolean answered, Instant at) {
        if (Integer.parseInt(incident.substring(incident.indexOf('-') + 1)) >= NOTICES) {
            ruled = true;
            return;
        }
        taken.computeIfAbsent(incident, _ -> new CopyOnWriteArrayList<>())
                .add(new Taken(id, at, answered));
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private static void apply(Wire wire, String url) {
        Map<String, String> files = new HashMap<>();
        StringBuilder environments = new StringBuilder();
        for (int i = 0; i < SCOPES; i++) {
            environments.append("  e%d: {}%n".formatted(i));
        }
        files.put("pack.yml", "system: many\nenvironments:\n" + environments);
        files.put(
                "notifications.yml",
                """
                next-update: 1d
                channels:
                  p0: {kind: webhook, url: "%1$s", timeout: 2s}
                  p1: {kind: webhook, url: "%1$s", timeout: 2s}
                  p2: {kind: webhook, url: "%1$s", timeout: 2s}
                  p3: {kind: webhook, url: "%1$s", timeout: 2s}
                route:
                  channels: [p3]
                  routes:
                    - {match: {severity: P0}, channels: [p0]}
                    - {match: {severity: P1}, channels: [p1]}
                    - {match: {severity: P2}, channels: [p2]}
                """
                        .formatted(url));
        PackFiles pack = PackFiles.of("many", files);
        wire.send(
                new ProducerRecord<>(
                        Topic.PACKS.title(),
                        0,
                        "many".getBytes(StandardCharsets.UTF_8),
                        Json.bytes(pack)));
        wire.tell(Scope.pack("many"), new PackActivated("many", pack.digest(), Instant.now()));
    }

    private static void tell(Wire wire, int i) {
        List<Severity> all = List.of(Severity.values());
        Severity severity = all.get(i % all.size());
        wire.tell(
                Scope.of("many", "e" + i % SCOPES),
                new IncidentOpened(
                        "many-" + i, "Number " + i, severity, List.of("Many"), Instant.now()));
    }

    private static Map<String, String> environment(Path data) {
        Map<String, String> all = new HashMap<>(LocalKafka.shared().environment());
        all.putAll(LocalPostgres.shared().environment());
        all.put("HOLDFAST_DATA", data.toString());
        all.put("HOLDFAST_LEASE", "1s");
        return all;
    }
}
