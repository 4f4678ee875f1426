package dev.holdfast.detector.domain.engine;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/// How fast one engine is on one core: 10,000 series at one sample a second, 20 rules of the procedures' shapes.
/// Run it with `-Dtest.excluded= -Dtest=EngineBench`, or its `main` with the seconds to run.
@Tag("bench")
class EngineBench {

    /// What a run measured in its second half, when the windows are full: CPU of the one thread.
    private record Measured(double meanMicros, double p50Micros, double p99Micros) {}

    private static Measured measure(Engine engine, ProcedureLoad load, int seconds) {
        var threads = ManagementFactory.getThreadMXBean();
        var took = new double[seconds - seconds / 2];
        for (int second = 0; second < seconds; second++) {
            Input.Batch batch = load.batch(second);
            long began = threads.getCurrentThreadCpuTime();
            engine.accept(batch);
            long ended = threads.getCurrentThreadCpuTime();
            if (second >= seconds / 2) {
                took[second - seconds / 2] = (ended - began) / 1e3;
            }
        }
        double mean = Arrays.stream(took).average().orElseThrow();
        Arrays.sort(took);
        return new Measured(mean, took[took.length / 2], took[took.length * 99 / 100]);
    }

    String run(String window, int wanted, int seconds) {
        var load = new ProcedureLoad(wanted);
        long before = heap();
        var engine =
                new Engine(EngineStory.pack(ProcedureLoad.rules(window)), EngineSettings.DEFAULTS);
        Measured all = measure(engine, load, seconds);
        engine.rules().getFirst().rules().stream()
                .filter(rule -> !rule.health().equals("ok"))
                .forEach(rule ->
                        System.out.println(rule.name() + " is not ok: " + rule.lastError()));
        double held = (heap() - before) / 1e6;
        double perSample = engine.sampleBytes() / (double) engine.counters().samples();
        double evaluated = engine.counters().evaluations() / (double) seconds;
        var idle = new Engine(EngineStory.pack("groups: []"), EngineSettings.DEFAULTS);
        Measured taken = measure(idle, new ProcedureLoad(wanted), seconds);
        double evaluation = (all.meanMicros() - taken.meanMicros()) / evaluated;
        return "window %s, %d series at 1/s, 20 rules each second: one evaluation of all rules %.2f ms of CPU, so %.0f rules/s on one core; a sample taken in %.0f ns, so %.0f samples/s; both together p50 %.2f, p99 %.2f ms; %.1f bytes a sample (raw head of each series included, %.0f samples a series), %.0f MB of heap in all"
                .formatted(
                        window,
                        load.size(),
                        evaluation / 1e3,
                        20 * 1e6 / evaluation,
                        1e3 * taken.meanMicros() / load.size(),
                        1e6 * load.size() / taken.meanMicros(),
                        all.p50Micros() / 1e3,
                        all.p99Micros() / 1e3,
                        perSample,
                        engine.counters().samples() / (double) load.size(),
                        held);
    }

    private static long heap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void ten_thousand_series_and_twenty_rules() {
        System.out.println(run("5m", 10_000, 700));
    }

    @Test
    void longer_windows_cost_no_more() {
        for (String window : List.of("1m", "5m", "1h")) {
            System.out.println(
                    new EngineBench()
                            .run(
                                    window,
                                    1_000,
                                    (int)
                                            Duration.ofMinutes(window.equals("1h") ? 70 : 12)
                                                    .toSeconds()));
        }
    }

    /// How many seconds, how many series, and the window: `700 10000 6h`.
    public static void main(String[] args) {
        int series = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
        String window = args.length > 2 ? args[2] : "5m";
        System.out.println(new EngineBench().run(window, series, Integer.parseInt(args[0])));
    }
}
