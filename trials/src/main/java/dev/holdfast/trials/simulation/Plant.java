package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Arrival;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What lies outside the house: one component that runs in some version and serves requests, and the
/// targets of the executor's actions.
final class Plant {
    private static final int REQUESTS_A_SECOND = 50;

    private final Scope scope;
    private final Map<String, Double> failing = new HashMap<>();
    private final Set<String> applied = new HashSet<>();
    private final List<String> counted = new ArrayList<>();
    private String running = "none";
    private Instant changedAt;
    private long highestEpoch;
    private double everywhere;
    private boolean silent;
    private Instant silentSince;
    private Instant sickSince;
    private double requests;
    private double failures;

    Plant(Scope scope, Instant now) {
        this.scope = scope;
        this.changedAt = now;
        this.silentSince = now;
        this.sickSince = now;
    }

    Scope scope() {
        return scope;
    }

    String running() {
        return running;
    }

    Instant changedAt() {
        return changedAt;
    }

    void runs(String version, Instant now) {
        running = version;
        changedAt = now;
    }

    void fails(String version, double share, Instant now) {
        failing.put(version, share);
        sickSince = now;
    }

    /// Whatever runs fails so often: no release is to blame.
    void failsEverywhere(double share, Instant now) {
        everywhere = share;
        sickSince = now;
    }

    void silent(boolean yes, Instant now) {
        if (yes != silent) {
            silentSince = now;
        }
        silent = yes;
    }

    /// Zero while it shows metrics.
    Duration silentFor(Instant now) {
        return silent ? Duration.between(silentSince, now) : Duration.ZERO;
    }

    /// How long its share of failures has been what it is.
    Duration sickFor(Instant now) {
        Instant since = changedAt.isAfter(sickSince) ? changedAt : sickSince;
        return Duration.between(since, now);
    }

    boolean silent() {
        return silent;
    }

    double share() {
        return Math.min(1, failing.getOrDefault(running, 0.0) + everywhere);
    }

    /// True when this epoch is not older than any that was here; a target that checks it.
    boolean admits(long epoch) {
        if (epoch < highestEpoch) {
            return false;
        }
        highestEpoch = epoch;
        return true;
    }

    /// True when the key was not here before; a target that checks keys.
    boolean firstTime(String key) {
        return applied.add(key);
    }

    boolean knows(String key) {
        return applied.contains(key);
    }

    /// An effect at a target that only remembers.
    void counts(String key) {
        counted.add(key);
    }

    boolean counted(String key) {
        return counted.contains(key);
    }

    /// Two seconds of traffic, as the metrics show them at the end.
    Arrival.Batch traffic(long at, int seconds) {
        double all = REQUESTS_A_SECOND * seconds;
        double bad = all * share();
        requests += all - bad;
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
