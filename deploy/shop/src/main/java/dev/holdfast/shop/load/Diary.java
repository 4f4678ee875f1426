package dev.holdfast.shop.load;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/// What became of the customers' requests of the last minutes.
public final class Diary {
    private static final long KEPT_NANOS = Duration.ofMinutes(5).toNanos();
    private static final double PERCENTILE = 0.95;
    private static final double MILLION = 1e6;

    private final Deque<Entry> entries = new ArrayDeque<>();

    private record Entry(long at, boolean answered, long nanos, String version) {}

    /// One stretch of time, summed up.
    ///
    /// @param errors answers from 500 on, and no answers
    /// @param byVersion how many answers each version of the shop gave; `none` for no answer
    public record Page(
            int requests,
            int errors,
            double errorRatio,
            double perSecond,
            double p95Millis,
            java.util.Map<String, Integer> byVersion) {}

    synchronized void note(boolean answered, long nanos, String version) {
        long now = System.nanoTime();
        entries.addLast(new Entry(now, answered, nanos, version));
        while (!entries.isEmpty() && now - entries.getFirst().at() > KEPT_NANOS) {
            entries.removeFirst();
        }
    }

    /// The answers that came within this time until now.
    public Page last(Duration span) {
        long from = System.nanoTime() - span.toNanos();
        List<Entry> found;
        synchronized (this) {
            found = entries.stream().filter(e -> e.at() >= from).toList();
        }
        int errors = (int) found.stream().filter(e -> !e.answered()).count();
        var byVersion = new TreeMap<String, Integer>();
        found.forEach(e -> byVersion.merge(e.version(), 1, Integer::sum));
        return new Page(
                found.size(),
                errors,
                found.isEmpty() ? 0 : (double) errors / found.size(),
                found.size() / (span.toMillis() / 1000.0),
                p95(found),
                byVersion);
    }

    private static double p95(List<Entry> entries) {
        long[] sorted = entries.stream().mapToLong(Entry::nanos).sorted().toArray();
        return sorted.length == 0
                ? 0
                : sorted[(int) Math.ceil(sorted.length * PERCENTILE) - 1] / MILLION;
    }
}
