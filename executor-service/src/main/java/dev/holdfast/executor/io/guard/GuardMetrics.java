package dev.holdfast.executor.io.guard;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;

import java.util.List;

/// The guard's state, for `/prometheus`.
public final class GuardMetrics extends Collector {
    private static final List<String> TARGET = List.of("target");

    private final ResilientGuard guard;

    public GuardMetrics(ResilientGuard guard) {
        this.guard = guard;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        var open =
                new GaugeMetricFamily(
                        "holdfast_target_left_alone",
                        "1 while a target that did not answer is left alone.",
                        TARGET);
        var unsure =
                new GaugeMetricFamily(
                        "holdfast_target_unsure_ratio",
                        "Share of the last touches without a certain answer; -1 for too few.",
                        TARGET);
        for (CircuitBreaker b : guard.breakers().getAllCircuitBreakers()) {
            List<String> name = List.of(b.getName());
            open.addMetric(name, b.getState() == CircuitBreaker.State.OPEN ? 1 : 0);
            float rate = b.getMetrics().getFailureRate();
            unsure.addMetric(name, rate < 0 ? -1 : rate / 100);
        }
        var free =
                new GaugeMetricFamily(
                        "holdfast_target_free", "Touches that are possible now.", TARGET);
        for (Bulkhead b : guard.bulkheads().getAllBulkheads()) {
            free.addMetric(List.of(b.getName()), b.getMetrics().getAvailableConcurrentCalls());
        }
        return List.of(open, unsure, free);
    }
}
