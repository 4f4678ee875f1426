package dev.holdfast.executor.whole;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.local.LocalKafka;
import dev.holdfast.local.LocalPostgres;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Figures of a real executor over a real broker and a real database: run it alone on a machine.
@Tag("bench")
class ExecutorBench {
    private static final String DATABASE = "executor_bench";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final int STEPS = 20;
    private static final int SITES = 20;
    private static final int MOST = Integer.getInteger("holdfast.bench.rollbacks", 1_000);
    private static final int TAKE_OVERS = Integer.getInteger("holdfast.bench.take-overs", 20);
    private static final Release BAD = new Release("backend", "1.5.0");
    private static final Release GOOD = new Release("backend", "1.4.1");

    private static final Pattern RUNNING = Pattern.compile("holdfast_errands_running (\\d+)");

    @TempDir private Path home;
    private final CountDownLatch answers = new CountDownLatch(1);

    @Test
    void figures() throws Exception {
        home = home.toRealPath();
        Files.writeString(home.resolve("tokens"), Tokens.hash("t") + " robin admin\n");
        Files.createDirectories(home.resolve("releases/1.4.1"));
        Files.createDirectories(home.resolve("releases/1.5.0"));
        LocalKafka.shared();
        LocalPostgres.shared().createDatabase(DATABASE);
        List<HttpServer> sites = new ArrayList<>();
        for (int i = 0; i < SITES; i++) {
            sites.add(site());
        }
        ChildExecutor first = child("first");
        try (Wire wire = new Wire(Scope.of("bench", "e0"));
                Connection c = database()) {
            await().atMost(PATIENCE).until(first::ready);
            PackFiles pack = pack(sites);
            wire.offers(pack);
            await().atMost(PATIENCE).until(() -> !wire.heard(PackAccepted.class).isEmpty());

            runs(wire, pack, "steps", "warm", 0, 20);
            overhead(wire, pack, c);
            throughput(wire, pack, c);
            first = takeOvers(wire, pack, c, first);
            memory(wire, pack, first);
        } finally {
            answers.countDown();
            first.close();
            sites.forEach(s -> s.stop(0));
        }
    }

    /// One rollback at a time: from each intent to the next, so the effect, its outcome and the next
    /// intent.
    private void overhead(Wire wire, PackFiles pack, Connection c) throws Exception {
        for (int i = 0; i < 25; i++) {
            runs(wire, pack, "steps", "alone" + i, i, i + 1);
        }
        List<Long> micros =
                numbers(
                        c,
                        "SELECT (extract(epoch FROM gap) * 1000000)::bigint FROM (SELECT"
                                + " (value->>'at')::timestamptz - lag((value->>'at')::timestamptz)"
                                + " OVER (PARTITION BY value->>'rollback' ORDER BY id) AS gap FROM"
                                + " executor.document WHERE shelf = 'journal' AND value->>'kind' ="
                                + " 'INTENT' AND value->>'rollback' = ANY(?)) g WHERE gap IS NOT NULL",
                        ids("alone", 25));
        System.out.printf(
                "a step, one rollback at a time (%d steps): p50 %.1f ms, p90 %.1f ms, p99 %.1f ms%n",
                micros.size(), at(micros, 50), at(micros, 90), at(micros, 99));
    }

    private void throughput(Wire wire, PackFiles pack, Connection c) throws Exception {
        int rollbacks = 200;
        runs(wire, pack, "steps", "many", 0, rollbacks);
        List<Long> millis =
                numbers(
                        c,
                        "SELECT (extract(epoch FROM max((value->>'at')::timestamptz) -"
                                + " min((value->>'at')::timestamptz)) * 1000)::bigint FROM"
                                + " executor.document WHERE shelf = 'journal' AND value->>'rollback' ="
                                + " ANY(?)",
                        IntStream.range(0, rollbacks)
                                .mapToObj(i -> EventId.of("many", i))
                                .toArray(String[]::new));
        System.out.printf(
                "%d rollbacks of %d steps side by side: %.0f steps/s%n",
                rollbacks, STEPS, rollbacks * STEPS * 1000.0 / millis.getFirst());
    }

    private ChildExecutor takeOvers(Wire wire, PackFiles pack, Connection c, ChildExecutor running)
            throws Exception {
        ChildExecutor holder = running;
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < TAKE_OVERS; i++) {
            int n = i;
            proposed(wire, pack, "hold", "taken", n, n + 1);
            await().atMost(PATIENCE).until(() -> lines(c, n) > 0);
            ChildExecutor next = child("next" + i);
            await().atMost(PATIENCE).until(next::ready);
            long before = lines(c, n);
            holder.kill();
            long begun = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> lines(c, n) > before);
            micros.add((System.nanoTime() - begun) / 1_000);
            holder = next;
        }
        System.out.printf(
                "take-over after kill -9, lease 5 s (%d times): p50 %.1f s, p99 %.1f s%n",
                micros.size(), at(micros, 50) / 1_000, at(micros, 99) / 1_000);
        return holder;
    }

    private void memory(Wire wire, PackFiles pack, ChildExecutor executor) throws Exception {
        long before = resident(executor);
        proposed(wire, pack, "hold", "held", 100, MOST);
        await().atMost(PATIENCE).until(() -> running(executor) >= MOST - 100);
        System.out.printf(
                "%d rollbacks with an effect under way each: resident %d MiB, before %d MiB%n",
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

    /// Proposed, planned, ordered and ended.
    private void runs(Wire wire, PackFiles pack, String runbook, String name, int from, int to)
            throws Exception {
        proposed(wire, pack, runbook, name, from, to);
        try (Connection c = database();
                PreparedStatement s =
                        c.prepareStatement(
                                "SELECT count(*) FROM executor.document WHERE shelf = 'holder'")) {
            await().atMost(PATIENCE)
                    .until(() -> {
                        try (ResultSet r = s.executeQuery()) {
                            return r.next() && r.getInt(1) == 0;
                        }
                    });
        }
    }

    private void proposed(
            Wire wire, PackFiles pack, String runbook, String name, int from, int to) {
        int before = wire.heard(PlanReady.class).size();
        for (int i = from; i < to; i++) {
            var proposal =
                    new IncidentEvent.RollbackProposed(
                            name + i,
                            EventId.of(name, i),
                            runbook,
                            Severity.P0,
                            BAD,
                            GOOD,
                            Instant.now().plusSeconds(120),
                            Instant.now());
            wire.says(Scope.of("bench", "e" + i), proposal, pack.digest());
        }
        await().atMost(PATIENCE)
                .until(() -> wire.heard(PlanReady.class).size() >= before + to - from);
        List<PlanReady> plans = wire.heard(PlanReady.class);
        for (PlanReady plan : plans.subList(before, plans.size())) {
            int i = Integer.parseInt(plan.incident().replaceAll(".*\\D", ""));
            var order =
                    new IncidentEvent.RollbackOrdered(
                            plan.incident(),
                            plan.rollback(),
                            plan.hash(),
                            BAD,
                            GOOD,
                            new Authority(null, List.of("robin")),
                            Instant.now().plusSeconds(120),
                            "bench",
                            Instant.now());
            wire.says(Scope.of("bench", "e" + i), order, pack.digest());
        }
    }

    private static String[] ids(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> EventId.of(name + i, i))
                .toArray(String[]::new);
    }

    /// In the journal of the run that is taken over.
    private static long lines(Connection c, int i) throws SQLException {
        return numbers(
                        c,
                        "SELECT count(*) FROM executor.document WHERE shelf = 'journal' AND"
                                + " value->>'rollback' = ANY(?)",
                        EventId.of("taken", i))
                .getFirst();
    }

    private static List<Long> numbers(Connection c, String sql, String... rollbacks)
            throws SQLException {
        List<Long> all = new ArrayList<>();
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setArray(1, c.createArrayOf("text", rollbacks));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    all.add(r.getLong(1));
                }
            }
        }
        Collections.sort(all);
        return all;
    }

    /// Of sorted microseconds, in milliseconds.
    private static double at(List<Long> micros, int percent) {
        List<Long> sorted = micros.stream().sorted().toList();
        int index = Math.min(sorted.size() - 1, sorted.size() * percent / 100);
        return sorted.get(index) / 1_000.0;
    }

    private Connection database() throws SQLException {
        LocalPostgres p = LocalPostgres.shared();
        return DriverManager.getConnection(p.jdbcUrl(DATABASE), p.user(), p.password());
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
                        answers.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                    e.sendResponseHeaders(204, -1);
                    e.close();
                });
        site.start();
        return site;
    }

    private PackFiles pack(List<HttpServer> sites) {
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

    private ChildExecutor child(String name) throws IOException {
        return ChildExecutor.start(
                Files.createDirectories(home.resolve(name)),
                DATABASE,
                Map.of(
                        "HOLDFAST_TOKENS",
                        home.resolve("tokens").toString(),
                        "HOLDFAST_LEASE",
                        "5s"));
    }
}
