package dev.holdfast.trials.measure;

import dev.holdfast.local.HouseControl;
import dev.holdfast.local.HouseSettings;
import dev.holdfast.local.HouseStatus;
import dev.holdfast.local.LocalException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How long `./holdfast up` takes when everything is built, downloaded and recorded, and what the
/// house holds of memory when nothing happens. The launcher itself is run, as a person would.
final class UpMeasure {
    private static final double NANOS_PER_SECOND = 1e9;

    /// How long the processor time at rest is watched.
    private static final Duration WINDOW = Duration.ofSeconds(20);

    private final Path root;
    private final HouseSettings house;

    private UpMeasure(Path root, HouseSettings house) {
        this.root = root;
        this.house = house;
    }

    static Report run(Path root, Path folder, int runs, int restSeconds)
            throws IOException, InterruptedException {
        Path data = folder.resolve("house-up");
        var house = new HouseSettings(root, data, LabPorts.freeBase(), true);
        var report =
                new Report(
                        "holdfast up, warm: median of %d, memory %d s after the last"
                                .formatted(runs, restSeconds));
        new UpMeasure(root, house).measure(report, runs, Duration.ofSeconds(restSeconds));
        return report;
    }

    private void measure(Report report, int runs, Duration rest)
            throws IOException, InterruptedException {
        Files.createDirectories(house.data());
        // Twice: the first records start-up caches, and its data folders are new.
        holdfast("up");
        holdfast("down");
        var seconds = new ArrayList<Double>();
        try {
            for (int run = 1; run <= runs; run++) {
                long began = System.nanoTime();
                holdfast("up");
                seconds.add((System.nanoTime() - began) / NANOS_PER_SECOND);
                if (run == runs) {
                    HouseStatus status = new HouseControl(house).running().orElseThrow();
                    Thread.sleep(rest);
                    atRest(report, status);
                }
                holdfast("down");
            }
        } finally {
            new HouseControl(house).down(_ -> {});
        }
        report.line(
                "up: median %.1f s of %s (aim 10 s)",
                Percentiles.of(seconds).at(50), seconds.stream().map("%.1f"::formatted).toList());
        report.fact("seconds", seconds);
        report.fact("median", Percentiles.of(seconds).at(50));
    }

    private static void atRest(Report report, HouseStatus status) throws InterruptedException {
        Map<String, Double> before = new LinkedHashMap<>();
        status.parts()
                .forEach(part -> before.put(part.name(), ProcessMemory.cpuSeconds(part.pid())));
        Thread.sleep(WINDOW);
        report.line(
                "%-12s %10s %10s %10s %10s %12s",
                "part", "ready ms", "RSS MiB", "PSS MiB", "CPU %", "start cache");
        Map<String, Object> parts = new LinkedHashMap<>();
        for (HouseStatus.Part part : status.parts()) {
            ProcessMemory memory = ProcessMemory.of(part.pid());
            double cpu =
                    ProcessMemory.cpuSeconds(part.pid()) - before.getOrDefault(part.name(), 0.0);
            double percent = 100 * cpu / WINDOW.toSeconds();
            parts.put(part.name(), memory);
            parts.put(part.name() + " CPU % of a core", percent);
            report.line(
                    "%-12s %10d %10.0f %10.0f %10.1f %12s",
                    part.name(),
                    part.readyMillis(),
                    memory.residentMiB(),
                    memory.shareMiB(),
                    percent,
                    part.name().equals("postgres")
                            ? "-"
                            : memory.startupCache() ? "used" : "NOT USED");
        }
        report.fact("parts", parts);
    }

    private void holdfast(String command) throws IOException, InterruptedException {
        Path log = house.data().resolve("measure-up.log");
        var builder =
                new ProcessBuilder(
                                List.of(
                                        root.resolve("holdfast").toString(),
                                        command,
                                        "--data",
                                        house.data().toString(),
                                        "--port-base",
                                        Integer.toString(house.portBase())))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("HOLDFAST_NO_BUILD", "1");
        int code = builder.start().waitFor();
        if (code != 0) {
            throw new LocalException(
                    "holdfast %s ended with %d; %s tells why".formatted(command, code, log));
        }
    }
}
