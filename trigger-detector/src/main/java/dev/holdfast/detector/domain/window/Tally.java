package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;
import dev.holdfast.detector.domain.window.SeriesStore.Added;

import java.util.ArrayList;
import java.util.List;

/// Counts what became of offered samples, and keeps the late ones until somebody takes them.
public final class Tally {

    /// More between two takings are only counted.
    private static final int MOST_KEPT = 10_000;

    private long taken;
    private long late;
    private long refused;
    private long repeated;
    private List<SeriesSamples> kept = new ArrayList<>();

    void count(Added added) {
        switch (added) {
            case TAKEN -> taken++;
            case LATE -> late++;
            case REPEATED -> repeated++;
            case REFUSED -> refused++;
        }
    }

    void keep(Labels labels, long time, double value) {
        if (kept.size() < MOST_KEPT) {
            kept.add(SeriesSamples.one(labels, time, value));
        }
    }

    /// The late ones since the last time, each by itself, in the order in which they came.
    public List<SeriesSamples> takeLate() {
        List<SeriesSamples> taken = kept;
        kept = taken.isEmpty() ? taken : new ArrayList<>();
        return taken;
    }

    public long repeated() {
        return repeated;
    }

    public void refuse(long samples) {
        refused += samples;
    }

    public long taken() {
        return taken;
    }

    public long late() {
        return late;
    }

    public long refused() {
        return refused;
    }
}
