package dev.holdfast.executor.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;
import dev.holdfast.local.Ports;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Figures of a real executor over a real broker and a real database whose commits wait for the disk.
/// Run it alone on a machine; `-Dholdfast.bench.rollbacks=` and `-Dholdfast.bench.kills=` make it smaller.
@Tag("bench")
class ExecutorBench {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int STEPS = 20;
    private static final int SITES = 20;
    private static final int ALONE = 25;

    /// Under way at once; as many as one executor works at.
    private static final int MOST = Integer.getInteger("holdfast.bench.rollbacks", 1_000);

    private static final int SIDE_BY_SIDE = Math.min(MOST, 200);

    /// A step that loses its executor ten times is given up, so nine.
    private static final int KILLS = Integer.getInteger("holdfast.bench.kills", 9);

    private static final int TAKEN = Math.min(MOST, 12);
    private static final Pattern RUNNING = Pattern.compile("holdfast_errands_running (\\d+)");

    @TempDir private Path home;
    private final CountDownLatch over = new CountDownLatch(1);
    private final List<HttpServer> sites = new ArrayList<>();
    private final List<ChildExecutor> executors = new ArrayList<>();

    @Test
    void figures() throws Exception {
        home = home.toRealPath();
        Files.writeString(home.resolve("tokens"), Tokens.hash("t") + " robin admin\n");
        Files.createDirectories(home.resolve("releases/1.4.1"));
        Files.createDirectories(home.resolve("releases/1.5.0"));
        LocalKafka.shared();
        LocalPostgres postgres =
                LocalPostgres.start(home.resolve("postgres"), Ports.free(), "bench", true);
        for (int i = 0; i < SITES; i++) {
            sites.add(site());
        }
        try (Fleet fleet = new Fleet("bench")) {
            started(postgres);
            fleet.has(pack());
            try (Ledger ledger = new Ledger(postgres)) {
                fleet.runs("steps", "warm", 0, Math.min(MOST, 20));
                overhead(fleet, ledger);
                throughput(fleet, ledger);
                takeOvers(fleet, ledger, postgres);
                memory(fleet);
            }
        } finally {
            over.countDown();
            executors.forEach(ChildExecutor::close);
            sites.forEach(s -> s.stop(0));
            postgres.close();
        }
    }

    private void overhead(Fleet fleet, Ledger ledger) throws Exception {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
            fleet.runs("steps", "alone" + i, 0, 1);
            ids.addAll(Fleet.ids("alone" + i, 0, 1));
        }
        List<Long> micros = ledger.gaps(ids);
        assertThat(micros).hasSize(ALONE * (STEPS - 1));
        List<Long> bare = ledger.bare();
        System.out.printf(
                "a step, one rollback at a time, from its intent to the next one's (%d steps): p50"
                        + " %.1f ms, p90 %.1f ms, p99 %.1f ms; two bare transactions: p50 %.1f ms,"
                        + " p90 %.1f ms, p99 %.1f ms%n",
                micros.size(),
                at(micros, 50),
                at(micros, 90),
                at(micros, 99),
                at(bare, 50),
                at(bare, 90),
                at(bare, 99));
    }

    private void throughput(Fleet fleet, Ledger ledger) throws Exception {
        fleet.runs("steps", "many", 0, SIDE_BY_SIDE);
        List<String> ids = Fleet.ids("many", 0, SIDE_BY_SIDE);
        long outcomes = ledger.outcomes(ids, "done");
        assertThat(outcomes).isEqualTo((long) SIDE_BY_SIDE * STEPS);
        assertThat(ledger.outcomes(ids, "unsure") + ledger.outcomes(ids, "not done")).isZero();
        List<Long> gaps = ledger.gaps(ids);
        System.out.printf(
                "%d rollbacks of %d steps side by side: %.0f steps/s; a step p50 %.1f ms, p99 %.1f"
                        + " ms; put off since a lease ran low: %d%n",
                SIDE_BY_SIDE,
                STEPS,
                outcomes * 1_000_000.0 / ledger.span(ids),
                at(gaps, 50),
                at(gaps, 99),
                ledger.outcomes(ids, "not tried"));
    }

    /// From the moment before `kill -9` to the intent of the one that goes on.
    private void takeOvers(Fleet fleet, Ledger ledger, LocalPostgres postgres) throws Exception {
        fleet.begins("hold", "taken", 0, TAKEN);
        List<String> ids = Fleet.ids("taken", 0, TAKEN);
        Instant begun = Instant.EPOCH;
        await().atMost(PATIENCE).until(() -> ledger.intendedAgain(ids, begun).size() == TAKEN);
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < KILLS; i++) {
            ChildExecutor holder = executors.getLast();
            started(postgres);
            Instant killed = ledger.now();
            holder.kill();
            await().atMost(PATIENCE).until(() -> ledger.intendedAgain(ids, killed).size() == TAKEN);
            micros.addAll(ledger.intendedAgain(ids, killed));
        }
        Collections.sort(micros);
        System.out.printf(
                "take-over after kill -9, lease 5 s (%d kills of %d rollbacks): p50 %.1f s, p99 %.1f"
                        + " s%n",
                KILLS, TAKEN, at(micros, 50) / 1_000, at(micros, 99) / 1_000);
    }

    private void memory(Fleet fleet) throws Exception {
        ChildExecutor executor = executors.getLast();
        long before = resident(executor);
        fleet.begins("hold", "held", TAKEN, MOST);
        // Of those that were taken over some may have ended since: how many run is printed.
        await().atMost(PATIENCE).until(() -> running(executor) >= MOST - TAKEN);
        System.out.printf(
                "%d rollbacks with an effect under way each: resident %d MiB, before %d MiB (heap at"
                        + " most 160 MiB)%n",
                running(executor), resident(executor) >> 20, before >> 20);
    }

    private static int running(ChildExecutor executor) throws IOException {
        Matcher m = RUNNING.matcher(executor.get("/prometheus").body());
        return m.find() ? Integer.parseInt(m.group(1)) : 0;
    }

    private static long resident(ChildExecutor executor) throws IOException {
        String status = Files.readString(Path.of("/proc/%d/status".formatted(executor.pid())));
        return status.lines()
                .filter(l -> l.startsWith("VmRSS:"))
                .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) << 10)
                .findFirst()
                .orElse(-1);
    }

    /// Of sorted microseconds, in milliseconds.
    private static double at(List<Long> micros, int percent) {
        int index = Math.min(micros.size() - 1, micros.size() * percent / 100);
        return micros.get(index) / 1_000.0;
    }

    /// A web service that answers when all is over.
    private HttpServer site() throws IOException {
        HttpServer site =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        site.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        site.createContext(
                "/",
                e -> {
                    try {
                        over.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    e.sendResponseHeaders(204, -1);
                    e.close();
                });
        site.start();
        return site;
    }

    private PackFiles pack() {
        StringBuilder environments = new StringBuilder();
        for (int i = 0; i < MOST; i++) {
            environments.append(
                    "  e%d: {components: [backend], variables: {n: \"%d\", site: \"127.0.0.1:%d\"}}\n"
                            .formatted(i, i, sites.get(i % SITES).getAddress().getPort()));
        }
        StringBuilder steps = new StringBuilder();
        for (int i = 0; i < STEPS; i++) {
            steps.append(
                    "      - {name: s%d, action: link.switch, with: {link: \"${home}/l${n}-%d\", to: \"${home}/releases/${to}\"}}\n"
                            .formatted(i, i));
        }
        String runbooks =
                """
                allow: {folders: ["${home}"], hosts: ["${site}"]}
                runbooks:
                  steps:
                    snapshot: {wait: 0s}
                    steps:
                %s
                  hold:
                    deadline: 20m
                    snapshot: {wait: 0s}
                    steps:
                      - {name: held, action: http.request, timeout: 15m, with: {method: POST, url: "http://${site}/", repeat: idempotent}}
                """
                        .formatted(steps);
        String manifest =
                "system: bench\nvariables: {home: \"%s\"}\nenvironments:\n%s"
                        .formatted(home, environments);
        return PackFiles.of("bench", Map.of("pack.yml", manifest, "runbooks.yml", runbooks));
    }

    /// One more is at work, ready.
    private void started(LocalPostgres postgres) throws IOException {
        Map<String, String> settings = new HashMap<>(postgres.environment());
        settings.put("HOLDFAST_TOKENS", home.resolve("tokens").toString());
        settings.put("HOLDFAST_LEASE", "5s");
        Path folder = Files.createDirectories(home.resolve("executor-" + executors.size()));
        ChildExecutor child = ChildExecutor.start(folder, postgres.database(), settings);
        executors.add(child);
        await().atMost(PATIENCE).until(child::ready);
    }
}
