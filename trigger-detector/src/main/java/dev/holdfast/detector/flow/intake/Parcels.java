package dev.holdfast.detector.flow.intake;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.flow.samples.Addressed;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sorts samples into one batch a key, cut where a record would grow too large for the broker.
final class Parcels {
    /// Well below the broker's 1 MiB before compression.
    private static final int MOST_BYTES = 400_000;

    private static final int BYTES_PER_SAMPLE = 12;

    /// More samples of one series go into several parcels.
    private static final int MOST_SAMPLES = MOST_BYTES / BYTES_PER_SAMPLE / 2;

    private final Map<Scope, Open> open = new LinkedHashMap<>();
    private final List<Addressed> full = new ArrayList<>();

    private static final class Open {
        final List<SeriesSamples> series = new ArrayList<>();
        final List<SeriesSamples> deltas = new ArrayList<>();
        int bytes;
    }

    void add(Scope scope, SeriesSamples samples, boolean delta) {
        for (int from = 0; from < samples.size(); from += MOST_SAMPLES) {
            int to = Math.min(samples.size(), from + MOST_SAMPLES);
            put(
                    scope,
                    from == 0 && to == samples.size()
                            ? samples
                            : new SeriesSamples(
                                    samples.labels(),
                                    Arrays.copyOfRange(samples.times(), from, to),
                                    Arrays.copyOfRange(samples.values(), from, to)),
                    delta);
        }
    }

    private void put(Scope scope, SeriesSamples samples, boolean delta) {
        Open batch = open.computeIfAbsent(scope, _ -> new Open());
        int bytes = size(samples);
        if (batch.bytes > 0 && batch.bytes + bytes > MOST_BYTES) {
            close(scope, batch);
            batch = new Open();
            open.put(scope, batch);
        }
        (delta ? batch.deltas : batch.series).add(samples);
        batch.bytes += bytes;
    }

    List<Addressed> all() {
        open.forEach(this::close);
        open.clear();
        return full;
    }

    private void close(Scope scope, Open batch) {
        full.add(new Addressed(scope, new Arrival.Batch(batch.series, batch.deltas)));
    }

    /// Labels that repeat are written once, so this is an upper bound.
    private static int size(SeriesSamples samples) {
        int bytes = samples.size() * BYTES_PER_SAMPLE;
        for (int i = 0; i < samples.labels().size(); i++) {
            bytes += samples.labels().nameAt(i).length() + samples.labels().valueAt(i).length() + 4;
        }
        return bytes;
    }
}
