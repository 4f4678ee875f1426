package dev.holdfast.detector.io.service;

import dev.holdfast.detector.domain.engine.Counters;
import dev.holdfast.detector.domain.engine.Engine;
import dev.holdfast.detector.flow.intake.Door;
import dev.holdfast.detector.flow.intake.Unmatched;
import dev.holdfast.detector.flow.stream.Windows;
import dev.holdfast.detector.io.streams.StreamCounts;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;

import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;

/// The detector's own measurements, read from where they are counted.
public final class DetectorMetrics extends Collector {
    private final Door door;
    private final Unmatched unmatched;
    private final Windows windows;
    private final StreamCounts stream;
    private final InstantSource clock;

    public DetectorMetrics(
            Door door,
            Unmatched unmatched,
            Windows windows,
            StreamCounts stream,
            InstantSource clock) {
        this.door = door;
        this.unmatched = unmatched;
        this.windows = windows;
        this.stream = stream;
        this.clock = clock;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<Engine> engines = windows.engines();
        long tick = stream.newestTick();
        double lag = tick == 0 ? 0 : Math.max(0, clock.millis() - tick) / 1000.0;
        return List.of(
                counter("samples_in", "Samples let in by this instance.", door.samplesIn()),
                counter("signals_in", "Signals let in by this instance.", door.signalsIn()),
                counter(
                        "unmatched",
                        "Samples and signals that no pack asks for.",
                        unmatched.total()),
                counter("records", "Records of the log that were processed.", stream.records()),
                counter("triggers_raised", "Triggers raised.", stream.raised()),
                counter("triggers_cleared", "Triggers cleared.", stream.cleared()),
                counter("signals_accepted", "Signals passed on.", stream.signals()),
                counter(
                        "dead_letters",
                        "Records of the log and of outside inputs that could not be taken.",
                        stream.deadLetters()),
                gauge(
                        "samples",
                        "Samples taken by the engines held now.",
                        sum(engines, Counters::samples)),
                gauge(
                        "late_samples",
                        "Samples that came too late to count; they lie on holdfast.late.",
                        sum(engines, Counters::late)),
                gauge(
                        "repeated_samples",
                        "Samples that were there already.",
                        sum(engines, Counters::repeated)),
                gauge(
                        "refused_samples",
                        "Samples of series beyond the limit.",
                        sum(engines, Counters::refused)),
                gauge("series", "Series held now.", sum(engines, Counters::series)),
                gauge(
                        "evaluations",
                        "Evaluations by the engines held now.",
                        sum(engines, Counters::evaluations)),
                gauge("keys", "Systems and environments held now.", engines.size()),
                gauge("partitions", "Partitions held now.", windows.partitions().size()),
                gauge("lag_seconds", "Age of the newest tick that came through.", lag));
    }

    private static double sum(List<Engine> engines, ToLongFunction<Counters> of) {
        return (double) engines.stream().mapToLong(e -> of.applyAsLong(e.counters())).sum();
    }

    private static MetricFamilySamples counter(String name, String help, long value) {
        return new CounterMetricFamily("holdfast_detector_" + name, help, (double) value);
    }

    private static MetricFamilySamples gauge(String name, String help, double value) {
        return new GaugeMetricFamily("holdfast_detector_" + name, help, value);
    }
}
