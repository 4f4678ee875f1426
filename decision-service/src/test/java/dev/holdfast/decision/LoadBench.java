package dev.holdfast.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.errorprone.annotations.FormatMethod;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.kafka.EventCodec;
import dev.holdfast.backbone.kafka.KafkaSettings;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// From the trigger to the order over the real broker and the real database, at a steady rate, with
/// one instance of the service in a JVM of its own:
///
///     JAVA_TOOL_OPTIONS="-Dholdfast.rates=20,50,100 -Dholdfast.seconds=20 -Dholdfast.new=100" \
///     mvn -pl decision-service -am test -Dtest=LoadBench -Dtest.excluded= -Dsurefire.failIfNoSpecifiedTests=false
///
/// Of `holdfast.new` percent of the triggers each begins an incident that is planned, ordered, refused
/// by the executor and resolved; the others are statements about what stands. A rate is sustained when
/// nothing was left out for want of an idle site, and the last order came within [#BEHIND] of the last
/// trigger. The first rate that is not sustained ends the climb; both tests together end within
/// about six minutes on any machine, with what was measured until then.
@Tag("bench")
@NullUnmarked // fields are set before the tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class LoadBench {
    private static final int ENVIRONMENTS = Integer.getInteger("holdfast.sites", 500);
    private static final int SECONDS = Integer.getInteger("holdfast.seconds", 20);
    private static final int NEW = Integer.getInteger("holdfast.new", 100);
    private static final String DATABASE = "decision_load";

    /// How late the last order may be, where a rate is said to be sustained.
    private static final Duration BEHIND = Duration.ofSeconds(3);

    /// How long a backlog is waited for.
    private static final Duration BACKLOG = Duration.ofSeconds(30);

    /// When no further rate is begun.
    private static final Duration CLIMB = Duration.ofSeconds(210);

    @TempDir static Path folder;

    private final Map<Scope, Long> raisedAt = new ConcurrentHashMap<>();
    private final Queue<Double> millis = new ConcurrentLinkedQueue<>();
    private final Queue<Scope> idle = new ConcurrentLinkedQueue<>();
    private final AtomicLong number = new AtomicLong();
    private KafkaProducer<byte[], byte[]> kafka;
    private final long started = System.nanoTime();
    private Instance service;
    private Wire wire;

    @BeforeAll
    void open() throws IOException, InterruptedException {
        says("the broker, the database and the service are started");
        LocalPostgres.shared().createDatabase(DATABASE);
        Files.writeString(folder.resolve("tokens"), Tokens.hash("t-ada") + " ada admin\n");
        service = Instance.direct("load", folder, DATABASE);
        service.launch();
        service.awaitReady();
        wire = new Wire(this::heard, e -> e.data() instanceof PackActivated);
        kafka =
                new KafkaProducer<>(
                        KafkaSettings.producer(LocalKafka.shared().bootstrapServers(), "load"));
        applies();
        says("the pack is active; %d sites get a release that held and a bad one", ENVIRONMENTS);
        List<Scope> scopes =
                IntStream.range(0, ENVIRONMENTS).mapToObj(i -> Scope.of("load", "e" + i)).toList();
        scopes.forEach(s -> {
            held(s);
            tell(
                    Topic.TRIGGERS,
                    s,
                    new SignalAccepted(
                            "s" + s.key(),
                            "deployment.finished",
                            Map.of("component", "web", "release", "2"),
                            Instant.now()));
        });
        await().atMost(Duration.ofMinutes(2)).until(() -> idle.size() == ENVIRONMENTS);
        says("all sites are ready; 10 s at 20 triggers/s to warm up");
        var _ = run(20, 10, NEW);
    }

    @FormatMethod
    private void says(String what, Object... values) {
        System.out.printf(
                "[%3d s] %s%n",
                (System.nanoTime() - started) / 1_000_000_000, what.formatted(values));
    }

    @AfterAll
    void close() throws IOException {
        service.close();
        wire.close();
        kafka.close();
    }

    private void held(Scope s) {
        assertThat(
                        service.asks()
                                .send(
                                        "POST",
                                        "/api/systems/%s/releases/held".formatted(s.key()),
                                        "t-ada",
                                        Map.of(
                                                "component", "web",
                                                "version", "1",
                                                "reason", "it ran for weeks"))
                                .status())
                .isEqualTo(200);
    }

    private void applies() {
        String environments =
                IntStream.range(0, ENVIRONMENTS)
                        .mapToObj(i ->
                                "  e%d: {match: {env: e%d}, components: [web]}\n".formatted(i, i))
                        .collect(Collectors.joining());
        String manifest =
                ShopPack.PACK
                        .replace("system: shop", "system: load")
                        .replaceAll(
                                "(?s)environments:\n.*?roles:",
                                "environments:\n" + environments + "roles:");
        String decisions =
                ShopPack.DECISIONS
                        .replace("cool-down: 15m", "cool-down: 0s")
                        .replace(
                                "rollbacks: {system: 2, fleet: 3, within: 24h}",
                                "rollbacks: {system: 1000, fleet: 1000, within: 24h}")
                        .replace("limits:\n", "limits:\n  share: 100%\n");
        PackFiles pack =
                PackFiles.of("load", Map.of("pack.yml", manifest, "decisions.yml", decisions));
        Asked.Reply reply =
                service.asks()
                        .send("PUT", "/api/packs/load", "t-ada", Map.of("files", pack.files()));
        assertThat(reply.status()).as("%s", reply.json()).isEqualTo(202);
        String digest = reply.json().path("digest").asText();
        wire.accept("load", digest);
        var _ = wire.hear(PackActivated.class, e -> e.digest().equals(digest));
    }

    /// The executor and the detector, as fast as they could be.
    private void heard(Envelope<Event> e) {
        Scope scope = e.scope();
        switch (e.data()) {
            case ReleaseDeployed _, IncidentResolved _ -> idle.add(scope);
            case RollbackProposed p -> tell(Topic.ROLLBACKS, scope, LoadWords.plan(p));
            case RollbackOrdered o -> {
                Long at = raisedAt.remove(scope);
                if (at != null) {
                    millis.add((System.nanoTime() - at) / 1e6);
                }
                tell(
                        Topic.ROLLBACKS,
                        scope,
                        new RollbackEvent.OrderRefused(
                                o.incident(),
                                o.rollback(),
                                "authority",
                                "measured",
                                Instant.now()));
            }
            case IncidentEscalated _ ->
                    tell(
                            Topic.TRIGGERS,
                            scope,
                            new TriggerCleared(
                                    LoadWords.trigger(), Instant.now(), "condition ended"));
            default -> {}
        }
    }

    @Test
    @Order(1)
    void from_the_trigger_to_the_order_at_each_rate() throws InterruptedException {
        int highest = 0;
        for (String next : System.getProperty("holdfast.rates", "20,50,100,200,300").split(",")) {
            int rate = Integer.parseInt(next);
            if (System.nanoTime() - started > CLIMB.toNanos()) {
                says("%d triggers/s and more are not tried: the time is over", rate);
                break;
            }
            if (!run(rate, SECONDS, NEW)) {
                says("%d triggers/s are not sustained; no higher rate is tried", rate);
                break;
            }
            highest = rate;
        }
        says("the highest rate sustained, of those tried, is %d triggers/s", highest);
        if (NEW == 100 && System.nanoTime() - started < CLIMB.toNanos()) {
            says("the same at 200/s where one in ten begins an incident, the others restate");
            var _ = run(200, SECONDS, 10);
        }
        assertThat(highest).as("it sustains some rate").isPositive();
    }

    @Test
    @Order(2)
    void memory_with_a_hundred_thousand_open_and_closed_incidents() throws Exception {
        Scope open = java.util.Objects.requireNonNull(idle.poll());
        Scope closed = java.util.Objects.requireNonNull(idle.poll());
        tell(Topic.TRIGGERS, closed, LoadWords.raised());
        await().atMost(BACKLOG).until(() -> idle.contains(closed));
        Trigger minor =
                new Trigger("t-minor", "Cosmetic", Map.of(), Map.of(), "e", 1, null, Instant.now());
        tell(Topic.TRIGGERS, open, new TriggerRaised(minor, Instant.now(), List.of()));
        await().atMost(BACKLOG).until(() -> listed(open));
        long before = service.resident();
        for (Scope of : List.of(open, closed)) {
            ManySites.like(of, DATABASE);
            says("50,000 more like %s are written", of.key());
        }
        says("%,d incidents", ManySites.incidents(DATABASE));
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            assertThat(service.asks().get("/api/incidents?limit=100").status()).isEqualTo(200);
            assertThat(service.asks().get("/api/incidents?state=all&limit=1000").status())
                    .isEqualTo(200);
            says(
                    "100 open and 1,000 of all listed in %d ms; resident %d MiB, %d before",
                    (System.nanoTime() - began) / 1_000_000,
                    service.resident() >> 10,
                    before >> 10);
        }
        says("10 s at 20 triggers/s among them");
        var _ = run(20, 10, 100);
        says("resident after that: %d MiB", service.resident() >> 10);
    }

    private boolean listed(Scope scope) {
        for (var line : service.asks().get("/api/incidents?limit=1000").json()) {
            if (line.path("scope").asText().equals(scope.key())) {
                return true;
            }
        }
        return false;
    }

    /// One rate for some time; answers whether it was sustained.
    private boolean run(int rate, int seconds, int fresh) throws InterruptedException {
        if (!comes(() -> idle.size() >= ENVIRONMENTS - 1)) {
            says("%d of %d sites are not idle again", ENVIRONMENTS - idle.size(), ENVIRONMENTS);
        }
        millis.clear();
        raisedAt.clear();
        long began = System.nanoTime();
        int asked = 0;
        int starved = 0;
        for (long n = 0; n < (long) rate * seconds; n++) {
            long at = began + n * 1_000_000_000L / rate;
            LockSupport.parkNanos(Math.max(0, at - System.nanoTime()));
            if (n % 100 >= fresh) {
                Scope of = Scope.of("load", "e" + n % ENVIRONMENTS);
                tell(Topic.TRIGGERS, of, new TriggerUpdated(LoadWords.noise(), Instant.now()));
            } else {
                Scope next = idle.poll();
                if (next == null) {
                    starved++;
                } else {
                    asked++;
                    raisedAt.put(next, at);
                    tell(Topic.TRIGGERS, next, LoadWords.raised());
                }
            }
        }
        long last = System.nanoTime();
        int within = millis.size();
        int expected = asked;
        boolean all = comes(() -> millis.size() >= expected);
        double behind = (System.nanoTime() - last) / 1e9;
        double[] sorted = millis.stream().mapToDouble(d -> d).sorted().toArray();
        says(
                "%d triggers/s for %d s: %d begin an incident, %d restate, %d left out for want of an"
                        + " idle site; trigger to order p50 %.0f, p90 %.0f, p99 %.0f, most %.0f ms; %d"
                        + " ordered when the last was sent, %d in the end, %.1f s later",
                rate,
                seconds,
                asked,
                rate * seconds - asked - starved,
                starved,
                rank(sorted, 50),
                rank(sorted, 90),
                rank(sorted, 99),
                rank(sorted, 100),
                within,
                sorted.length,
                behind);
        return all && starved == 0 && behind <= BEHIND.toMillis() / 1e3;
    }

    private static boolean comes(java.util.concurrent.Callable<Boolean> wanted) {
        try {
            await().atMost(BACKLOG).until(wanted);
            return true;
        } catch (ConditionTimeoutException _) {
            return false;
        }
    }

    private static double rank(double[] sorted, int percent) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[Math.max(0, (int) Math.ceil(percent / 100.0 * sorted.length) - 1)];
    }

    private void tell(Topic topic, Scope scope, Event event) {
        long n = number.incrementAndGet();
        Envelope<Event> e =
                new Envelope<>(
                        EventId.of(DATABASE, n),
                        scope,
                        Instant.now(),
                        n,
                        null,
                        null,
                        null,
                        null,
                        event);
        var _ = kafka.send(EventCodec.encode(topic, "test", e));
    }
}
