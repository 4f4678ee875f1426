package dev.holdfast.detector;

import static org.awaitility.Awaitility.await;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.service.Tokens;
import dev.holdfast.detector.domain.engine.ProcedureLoad;
import dev.holdfast.local.LocalKafka;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A broker, detectors, and systems whose Prometheus sends all its series once a second, each at a moment of its own, whether the
/// detectors follow or not. Twenty rules each, and one that a probe raises for a second out of ten.
final class LoadedHouse implements AutoCloseable {
    private static final String TOKEN = "of-the-load";
    private static final int SENDERS = 25;

    final LocalKafka kafka;
    final List<DetectorProcess> detectors = new ArrayList<>();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong behind = new AtomicLong();

    /// When each probe's sample was to be sent, by system and time: who waits behind another sample
    /// waits too.
    final Map<String, Long> probes = new ConcurrentHashMap<>();

    private final Path folder = Files.createTempDirectory("load");
    private final HouseTopics house;
    private final int systems;
    private final int series;
    private final String[] flags;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean sending;

    LoadedHouse(int systems, int series, String... flags) throws Exception {
        this.systems = systems;
        this.series = series;
        this.flags = flags.clone();
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, Tokens.hash(TOKEN) + " load ingest\n");
        kafka = LocalKafka.start(folder.resolve("kafka"));
        house = new HouseTopics(kafka.bootstrapServers());
        settings.put("HOLDFAST_KAFKA", kafka.bootstrapServers());
        settings.put("HOLDFAST_TOKENS", tokens.toString());
    }

    /// Starts an instance and waits until it serves.
    DetectorProcess detector(String instance, int threads) throws IOException {
        var with = new LinkedHashMap<>(settings);
        with.put("HOLDFAST_INSTANCE", instance);
        with.put(
                "HOLDFAST_DATA",
                folder.resolve("data-" + instance).toString()); // as after a restart
        with.put("HOLDFAST_THREADS", Integer.toString(threads));
        var detector = new DetectorProcess(folder, with).with(flags).start();
        detectors.add(detector);
        detector.awaitReady();
        return detector;
    }

    void apply() throws Exception {
        for (int i = 0; i < systems; i++) {
            house.offers(pack(i));
        }
        for (int i = 0; i < systems; i++) {
            Scope scope = Scope.pack(name(i));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !house.triggers(scope, PackAccepted.class).isEmpty());
            house.activates(pack(i));
        }
    }

    static String name(int i) {
        return "system-" + i;
    }

    private static PackFiles pack(int i) {
        return PackFiles.of(
                name(i),
                Map.of(
                        "pack.yml",
                        """
                        system: %1$s
                        owner: shop@example.org
                        environments:
                          local: {match: {system: %1$s}, components: [backend]}
                        """
                                .formatted(name(i)),
                        "triggers.yml",
                        ProcedureLoad.rules("1m")
                                + "\n- name: probes\n  rules: [{alert: Probe, expr: probe > 0}]\n"));
    }

    /// Sends to the detectors in turn.
    void begin() throws IOException {
        sending = true;
        long begin = System.currentTimeMillis() / 1000 * 1000 + 2_000;
        for (int s = 0; s < SENDERS; s++) {
            List<WriteLoad> loads = new ArrayList<>();
            for (int i = s; i < systems; i += SENDERS) {
                int port = detectors.get(i % detectors.size()).port;
                loads.add(
                        new WriteLoad(
                                name(i), series, URI.create("http://127.0.0.1:" + port), TOKEN));
            }
            int sender = s;
            senders.add(Thread.ofPlatform().start(() -> send(sender, loads, begin)));
        }
    }

    private void send(int sender, List<WriteLoad> loads, long begin) {
        for (int second = 0; sending; second++) {
            for (int k = 0; k < loads.size() && sending; k++) {
                int system = sender + k * SENDERS;
                try {
                    send(system, second, begin, loads.get(k));
                } catch (IOException e) {
                    failed.incrementAndGet();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }

    private void send(int system, int second, long begin, WriteLoad load)
            throws IOException, InterruptedException {
        long at = begin + second * 1_000L + system * 1_000L / systems;
        Thread.sleep(Math.max(0, at - System.currentTimeMillis()));
        long late = Math.max(0, System.currentTimeMillis() - at);
        behind.accumulateAndGet(late, Math::max);
        boolean bad = (system + second) % 10 == 0;
        if (bad) {
            probes.put(name(system) + "@" + at, System.nanoTime() - late * 1_000_000);
        }
        if (load.send(at, bad ? 1 : 0) == 204) {
            sent.addAndGet(load.size());
        } else {
            failed.incrementAndGet();
        }
    }

    void end() throws InterruptedException {
        sending = false;
        for (Thread sender : senders) {
            sender.join();
        }
        senders.clear();
    }

    int series() {
        return systems * (series + 1);
    }

    int rules() {
        return systems * 21;
    }

    /// What CPU costs are to be told of.
    Map<String, Long> processes() {
        Map<String, Long> processes = new LinkedHashMap<>();
        for (int i = 0; i < detectors.size(); i++) {
            processes.put(
                    detectors.size() == 1 ? "detector" : "detector " + i, detectors.get(i).pid());
        }
        processes.put("broker", kafka.pid());
        processes.put("load", ProcessHandle.current().pid());
        return processes;
    }

    @Override
    public void close() {
        try {
            end();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        detectors.forEach(DetectorProcess::close);
        house.close();
        kafka.close();
    }
}
