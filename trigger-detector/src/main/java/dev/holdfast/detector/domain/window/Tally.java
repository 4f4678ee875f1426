package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.window.SeriesStore.Added;

/// Counts what became of offered samples.
public final class Tally {

    private long taken;
    private long late;
    private long refused;

    void count(Added added) {
        switch (added) {
            case TAKEN -> taken++;
            case LATE -> late++;
            case REFUSED -> refused++;
        }
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
