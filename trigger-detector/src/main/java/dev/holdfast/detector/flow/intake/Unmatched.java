package dev.holdfast.detector.flow.intake;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Counts what no pack asks for, and remembers some of it so that a person can see what is missing.
public final class Unmatched {
    /// More kinds are only counted together.
    private static final int MOST = 500;

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private long total;

    /// @param name metric or kind of signal
    /// @param example the labels of the last one
    public record Entry(String name, long count, Map<String, String> example, long lastAt) {}

    public synchronized void add(String name, Map<String, String> labels, long count, long at) {
        total += count;
        Entry before = entries.get(name);
        if (before == null && entries.size() >= MOST) {
            return;
        }
        long sum = count + (before == null ? 0 : before.count());
        entries.put(name, new Entry(name, sum, new TreeMap<>(labels), at));
    }

    /// Samples and signals together, since the start.
    public synchronized long total() {
        return total;
    }

    /// Most frequent first.
    public synchronized List<Entry> list() {
        return entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::count).reversed())
                .toList();
    }
}
