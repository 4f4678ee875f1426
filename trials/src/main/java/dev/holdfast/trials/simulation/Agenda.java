package dev.holdfast.trials.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/// What is to happen, in order of time. An act may let time pass in its own middle: then the others
/// go on meanwhile, as they would while one thread stands still.
final class Agenda {
    private record Entry(Instant at, long number, Runnable act) {}

    private static final Comparator<Entry> ORDER =
            Comparator.comparing(Entry::at).thenComparingLong(Entry::number);

    private final PriorityQueue<Entry> entries = new PriorityQueue<>(ORDER);
    private Instant now;
    private long number;

    Agenda(Instant start) {
        now = start;
    }

    Instant now() {
        return now;
    }

    void at(Instant when, Runnable act) {
        entries.add(new Entry(when, ++number, act));
    }

    void after(Duration pause, Runnable act) {
        at(now.plus(pause), act);
    }

    /// Lets time pass. The clock only moves forward, also when called in the middle of an act.
    void passes(Duration time) {
        Instant end = now.plus(time);
        while (true) {
            Entry next = entries.peek();
            if (next == null || next.at().isAfter(end)) {
                break;
            }
            entries.remove();
            if (next.at().isAfter(now)) {
                now = next.at();
            }
            next.act().run();
        }
        if (end.isAfter(now)) {
            now = end;
        }
    }

    /// How many acts were ever noted: a measure of how much a run did.
    long acts() {
        return number;
    }
}
