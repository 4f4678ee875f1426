package dev.holdfast.trials.story;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What lies outside the house: one component that runs in some version and serves requests.
final class World {
    private static final int REQUESTS_A_SECOND = 50;

    /// An effect as the target saw it.
    record Effect(String key, long epoch, String to) {}

    private final Map<String, Double> failing = new HashMap<>();
    private final List<Effect> effects = new ArrayList<>();
    private String running = "none";
    private double requests;
    private double failures;

    void deploys(String version) {
        running = version;
    }

    void fails(String version, double share) {
        failing.put(version, share);
    }

    String running() {
        return running;
    }

    /// A change of the version by the executor. A target that checks keys does nothing twice.
    void rollsBack(Effect effect) {
        effects.add(effect);
        running = effect.to();
    }

    List<Effect> effects() {
        return List.copyOf(effects);
    }

    /// One second of traffic, as its metrics show it at the end of that second.
    Arrival.Batch second(long at) {
        double bad = REQUESTS_A_SECOND * failing.getOrDefault(running, 0.0);
        requests += REQUESTS_A_SECOND - bad;
        failures += bad;
        return Arrival.Batch.of(
                List.of(
                        SeriesSamples.one(total("200"), at, requests),
                        SeriesSamples.one(total("500"), at, failures)));
    }

    private static Labels total(String code) {
        return Labels.of("__name__", "http_requests_total", "code", code);
    }
}
