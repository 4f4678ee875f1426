package dev.holdfast.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.check.Given;
import dev.holdfast.verifier.domain.check.Question;
import dev.holdfast.verifier.domain.file.Rules;
import dev.holdfast.verifier.flow.Probes;
import dev.holdfast.verifier.io.RawServer;
import dev.holdfast.verifier.io.World;
import dev.holdfast.verifier.io.probe.ParallelProbes;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// The figures of docs/performance.md about checks. Run it with
/// `mvn -pl verifier-service -am test -Dtest=CheckBench -Dtest.excluded= -Dsurefire.failIfNoSpecifiedTests=false`.
@Tag("bench")
class CheckBench {
    private static final String ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 15\r\n\r\n{\"status\":\"UP\"}";
    private static final String REQUEST =
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    private static final int TARGETS = 8;
    private static final int WORKERS = 64;
    private static final int CHECKS = 20_000;
    private static final int PAIRS = 3_000;
    private static final int STANDING = 10_000;

    /// As many as a pack of one Kafka record has room for with space to spare.
    private static final int PACKS = 5;

    @TempDir Path folder = Path.of("");

    /// Something done against the target of a number.
    @FunctionalInterface
    private interface Work {
        void on(int target) throws IOException;
    }

    @Test
    void checks_per_second_and_what_a_check_costs_beside_the_bare_request() throws Exception {
        List<RawServer> servers = new ArrayList<>();
        for (int i = 0; i < TARGETS; i++) {
            servers.add(RawServer.saying(ANSWER));
        }
        Rules rules =
                Rules.read(
                                Packs.with(
                                        """
                                        hosts: ["127.0.0.1"]
                                        checks:
                                          it: { http: { url: "${shop-url}/health", status: 200, json: { $.status: UP } } }
                                        """))
                        .orElseThrow();
        CheckSpec spec = Objects.requireNonNull(rules.checks().checks().get("it"));
        AtomicInteger number = new AtomicInteger();
        try (ParallelProbes probes =
                new ParallelProbes(World.askers(URI.create("http://127.0.0.1:1"), Map.of()))) {
            Work check = i -> check(probes, rules, spec, servers.get(i).url(""), number);
            Work bare = i -> bare(servers.get(i).port());
            rate(check, 4_000); // warm
            rate(bare, 4_000);
            double bareRate = rate(bare, CHECKS);
            double checkRate = rate(check, CHECKS);
            double bareAgain = rate(bare, CHECKS);
            say("bare requests: %.0f and %.0f a second", bareRate, bareAgain);
            say(
                    "HTTP checks: %.0f a second, %.2f of the bare request",
                    checkRate, checkRate / ((bareRate + bareAgain) / 2));
            List<Double> bares = new ArrayList<>();
            List<Double> checks = new ArrayList<>();
            for (int i = 0; i < PAIRS; i++) {
                bares.add(millis(bare, i % TARGETS));
                checks.add(millis(check, i % TARGETS));
            }
            say("bare request ms: p50 %.2f p99 %.2f", at(bares, 50), at(bares, 99));
            say("HTTP check ms: p50 %.2f p99 %.2f", at(checks, 50), at(checks, 99));
            say(
                    "overhead ms: p50 %.2f p99 %.2f (aim p99 <= 5)",
                    at(checks, 50) - at(bares, 50), at(checks, 99) - at(bares, 99));
        } finally {
            servers.forEach(RawServer::close);
        }
    }

    private static void check(
            ParallelProbes probes, Rules rules, CheckSpec spec, String url, AtomicInteger number) {
        Given given =
                new Given(
                        Map.of("shop-url", url),
                        Map.of("system", "shop", "environment", "production"),
                        Map.of());
        Question q = ((CheckSpec.Ask) spec.prepare(given)).question();
        Probes.Probe probe =
                new Probes.Probe(
                        "p" + number.incrementAndGet(),
                        q,
                        Duration.ofSeconds(5),
                        rules.reach("production"),
                        Map.of());
        var answer = probes.ask(List.of(probe), Instant.EPOCH, Duration.ofSeconds(6)).getFirst();
        assertThat(spec.judge(answer.answer(), given).verdict()).isEqualTo(Verdict.PASSED);
    }

    private static void bare(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            byte[] all = in.readAllBytes();
            assertThat(all).hasSize(ANSWER.length());
        }
    }

    private static double rate(Work work, int count) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(count);
        CountDownLatch done = new CountDownLatch(WORKERS);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        long began = System.nanoTime();
        for (int w = 0; w < WORKERS; w++) {
            Thread.startVirtualThread(() -> {
                try {
                    for (int i = left.getAndDecrement(); i > 0; i = left.getAndDecrement()) {
                        work.on(i % TARGETS);
                    }
                } catch (IOException | AssertionError e) {
                    failures.add(e);
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        assertThat(failures).isEmpty();
        return count / ((System.nanoTime() - began) / 1e9);
    }

    private static double millis(Work work, int target) throws IOException {
        long began = System.nanoTime();
        work.on(target);
        return (System.nanoTime() - began) / 1e6;
    }

    private static double at(List<Double> values, double percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get(Math.max(0, (int) Math.ceil(percent / 100 * sorted.size()) - 1));
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be the only use of a library
    private static void say(String format, Object... values) {
        System.out.println("MEASURED " + String.format(Locale.ROOT, format, values));
    }

    @Test
    void how_soon_a_verdict_is_known_and_what_ten_thousand_standing_checks_weigh()
            throws Exception {
        Instant[] answered = {Instant.EPOCH};
        try (RawServer target =
                        new RawServer((_, out) -> {
                            out.write(ANSWER.getBytes(StandardCharsets.US_ASCII));
                            answered[0] = Instant.now();
                        });
                VerifierProcess verifier = new VerifierProcess(folder, "measured")) {
            verifier.activate(pack("lab", target, 0));
            List<Double> millis = new ArrayList<>();
            for (int i = 0; i < 60; i++) {
                String id = "m-" + i;
                verifier.ask(Scope.of("lab", "production"), id, "now");
                await().pollInterval(Duration.ofMillis(2))
                        .atMost(Duration.ofSeconds(30))
                        .until(() -> at(verifier, id) != null);
                Instant seen = Objects.requireNonNull(at(verifier, id));
                if (i >= 10) { // the first ones warm up
                    millis.add(Duration.between(answered[0], seen).toNanos() / 1e6);
                }
            }
            say(
                    "last answer -> verdict read from Kafka, ms: p50 %.0f p90 %.0f p99 %.0f (aim 100)",
                    at(millis, 50), at(millis, 90), at(millis, 99));
            double before = resident(verifier.pid());
            for (int p = 0; p < PACKS; p++) {
                verifier.activate(pack("lab-" + p, target, STANDING / PACKS));
            }
            long began = System.nanoTime();
            await().atMost(Duration.ofMinutes(4))
                    .until(() -> verifier.seen(StandingCheckFinished.class).size() >= STANDING);
            say(
                    "all of %d checks had run within %.0f s",
                    STANDING, (System.nanoTime() - began) / 1e9);
            int from = verifier.seen(StandingCheckFinished.class).size();
            Thread.sleep(Duration.ofSeconds(30));
            int ran = verifier.seen(StandingCheckFinished.class).size() - from;
            say(
                    "resident MiB: %.0f without, %.0f with %d standing checks of which %.0f ran a second",
                    before, resident(verifier.pid()), STANDING, ran / 30.0);
        }
    }

    /// When the verdict was seen, null while it was not.
    private static @Nullable Instant at(VerifierProcess verifier, String id) {
        for (VerifierProcess.Seen s : verifier.seen()) {
            if (s.envelope().data() instanceof VerificationPassed v
                    && v.verification().equals(id)) {
                return s.at();
            }
        }
        return null;
    }

    private static PackFiles pack(String system, RawServer target, int standing) {
        StringBuilder checks =
                new StringBuilder("hosts: [\"127.0.0.1\"]\nchecks:\n  now: { http: { url: \"")
                        .append(target.url("/"))
                        .append("\" } }\n");
        StringBuilder stands = new StringBuilder("standing:\n");
        for (int i = 0; i < standing; i++) {
            checks.append("  c").append(i).append(": {tcp: {address: 127.0.0.1:");
            checks.append(target.port()).append("}}\n");
            stands.append("  c").append(i).append(": {every: 1m}\n");
        }
        return PackFiles.of(
                system,
                Map.of(
                        "pack.yml",
                        """
                        system: %s
                        owner: team
                        environments:
                          production: {match: {system: %s}, components: [backend]}
                        roles: [lead]
                        """
                                .formatted(system, system),
                        "checks.yml",
                        checks + (standing == 0 ? "" : stands.toString())));
    }

    private static double resident(long pid) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc", "" + pid, "status"))) {
            if (line.startsWith("VmRSS")) {
                return Double.parseDouble(line.replaceAll("\\D", "")) / 1_024;
            }
        }
        throw new IOException("process %d has no VmRSS".formatted(pid));
    }
}
