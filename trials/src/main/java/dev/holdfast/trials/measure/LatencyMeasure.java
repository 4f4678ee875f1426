package dev.holdfast.trials.measure;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.LocalHouse;
import dev.holdfast.local.Service;
import dev.holdfast.local.Tokens;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/// From the last bad sample to the raised trigger to the first step, over many incidents of several
/// systems through the real broker, database and five services; beside it, in the same minutes,
/// Prometheus and Alertmanager. Kinds of systems take turns: pushed, pushed with a `for` of 1 s,
/// scraped each second.
final class LatencyMeasure {
    private static final long SEED = 20_261_120L;
    private static final int SCRAPED_OF_TEN = 3;

    private final LabSize size;
    private final Map<String, LabSystem> systems = new TreeMap<>();
    private final Map<String, OtherSystem> others = new TreeMap<>();
    private final Random random = new Random(SEED);

    private LatencyMeasure(LabSize size) {
        this.size = size;
    }

    static Report run(Path root, Path folder, LabSize size, boolean beside)
            throws IOException, InterruptedException {
        Path data = folder.resolve("latency-" + Instant.now().getEpochSecond());
        var house = new HouseSettings(root, data.resolve("house"), LabPorts.freeBase(), false);
        boolean compared = beside && OtherTool.isInstalled();
        var report =
                new Report(
                        "latency, %d incidents of %d systems"
                                .formatted(size.systems() * (size.rounds() - 1), size.systems()));
        var measure = new LatencyMeasure(size);
        try (var lab = new LabServer(measure.systems, measure.others)) {
            measure.furnish(lab.address(), compared);
            if (compared) {
                try (var _ = OtherTool.start(data.resolve("other"), lab.address())) {
                    measure.inHouse(house, report);
                }
            } else {
                measure.inHouse(house, report);
            }
        }
        if (beside && !compared) {
            report.incomplete("prometheus or prometheus-alertmanager is not installed");
        }
        return report;
    }

    private void furnish(String address, boolean compared) {
        for (int i = 0; i < size.systems(); i++) {
            String name = "lab-%02d".formatted(i + 1);
            boolean scraped = i % 10 >= 10 - SCRAPED_OF_TEN;
            int hold = scraped ? 0 : i % 2;
            systems.put(name, new LabSystem(new LabPack(name, scraped, hold, address)));
            if (compared) {
                others.put(name, new OtherSystem(name));
            }
        }
    }

    private void inHouse(HouseSettings settings, Report report)
            throws IOException, InterruptedException {
        try (var house = LocalHouse.start(settings);
                var _ = new EventWatch(house.kafka(), this::seen);
                var pusher =
                        new Pusher(
                                settings.url(Service.DETECTOR),
                                Tokens.ofThisTerminal(settings).orElseThrow())) {
            var api = new HouseApi(settings);
            for (LabSystem system : systems.values()) {
                system.prepare(api);
            }
            for (LabSystem system : systems.values()) {
                if (!system.pack().scraped()) {
                    pusher.begin(system, random.nextLong(TimeUnit.MILLISECONDS.toNanos(250)));
                }
            }
            allBreak(api);
            LatencyReport.write(report, systems.values(), others.values(), pusher);
            reportOpen(report, api);
        }
    }

    private void seen(Envelope<Event> event, long nanos) {
        LabSystem system = systems.get(event.scope().system());
        if (system != null) {
            system.sees(event, nanos);
        }
    }

    /// The timetable: each system has its own place in the period, and a break never falls on a
    /// tick of anybody's clock.
    private void allBreak(HouseApi api) throws InterruptedException {
        long period = TimeUnit.SECONDS.toNanos(size.periodSeconds());
        long first = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        long end = first + size.rounds() * period;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> running = new ArrayList<>();
            int place = 0;
            for (LabSystem system : systems.values()) {
                long mine =
                        first
                                + place++ * period / size.systems()
                                + random.nextLong(period / size.systems());
                var jitter = new Random(random.nextLong());
                running.add(
                        threads.submit(() -> {
                            system.breaks(api, size.rounds(), mine, period, jitter);
                            return true;
                        }));
            }
            for (OtherSystem other : others.values()) {
                var moments = new Random(random.nextLong());
                running.add(
                        threads.submit(() -> {
                            other.breaks(moments, end, TimeUnit.SECONDS.toNanos(2));
                            return true;
                        }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The laboratory broke down", e.getCause());
        }
    }

    private void reportOpen(Report report, HouseApi api) {
        boolean open =
                systems.values().stream()
                        .flatMap(system -> system.rounds().stream())
                        .anyMatch(round -> round.over().getCount() > 0);
        if (open) {
            report.line("open incidents: %s", api.incidents(""));
        }
    }
}
