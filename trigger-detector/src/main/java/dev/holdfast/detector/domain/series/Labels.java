package dev.holdfast.detector.domain.series;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/// An immutable label set, sorted by name. A label with an empty value does not exist, as in Prometheus.
public final class Labels implements Comparable<Labels> {

    public static final String NAME = "__name__";
    public static final Labels EMPTY = new Labels(new String[0]);

    private final String[] pairs;
    private final int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
        this.hash = Arrays.hashCode(pairs);
    }

    /// From alternating names and values, in any order.
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "Labels need pairs, got " + Arrays.toString(namesAndValues));
        }
        var sorted = new TreeMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            sorted.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return of(sorted);
    }

    public static Labels of(Map<String, String> labels) {
        var sorted = labels instanceof TreeMap<String, String> t ? t : new TreeMap<>(labels);
        var pairs = new String[sorted.size() * 2];
        int i = 0;
        for (var entry : sorted.entrySet()) {
            if (!entry.getValue().isEmpty()) {
                pairs[i++] = entry.getKey();
                pairs[i++] = entry.getValue();
            }
        }
        return i == 0 ? EMPTY : new Labels(i == pairs.length ? pairs : Arrays.copyOf(pairs, i));
    }

    /// From names and values as they come off the wire, which is mostly in order.
    ///
    /// @param pairs alternating names and values; ours from now on
    public static Labels taking(String[] pairs) {
        if (pairs.length == 0) {
            return EMPTY;
        }
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1].isEmpty() || (i > 0 && pairs[i - 2].compareTo(pairs[i]) >= 0)) {
                return of(pairs);
            }
        }
        return new Labels(pairs);
    }

    /// The value of `name`, or the empty string where there is none.
    public String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return "";
    }

    public boolean has(String name) {
        return !get(name).isEmpty();
    }

    public String metricName() {
        return get(NAME);
    }

    public int size() {
        return pairs.length / 2;
    }

    public String nameAt(int index) {
        return pairs[index * 2];
    }

    public String valueAt(int index) {
        return pairs[index * 2 + 1];
    }

    public Labels with(String name, String value) {
        var map = toSortedMap();
        map.put(name, value);
        return of(map);
    }

    public Labels withoutName() {
        return has(NAME) ? keep(name -> !name.equals(NAME)) : this;
    }

    public Labels only(Collection<String> names) {
        return keep(names::contains);
    }

    public Labels without(Collection<String> names) {
        return keep(name -> !names.contains(name));
    }

    private Labels keep(Predicate<String> wanted) {
        var kept = new String[pairs.length];
        int n = 0;
        for (int i = 0; i < pairs.length; i += 2) {
            if (wanted.test(pairs[i])) {
                kept[n++] = pairs[i];
                kept[n++] = pairs[i + 1];
            }
        }
        return n == pairs.length ? this : n == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, n));
    }

    /// A mutable sorted copy.
    public SortedMap<String, String> toSortedMap() {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /// A copy in label order, for JSON and events.
    public Map<String, String> toMap() {
        return new LinkedHashMap<>(toSortedMap());
    }

    @Override
    public int compareTo(Labels other) {
        for (int i = 0; i < pairs.length && i < other.pairs.length; i++) {
            int order = pairs[i].compareTo(other.pairs[i]);
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Labels that
                && hash == that.hash
                && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /// As Prometheus prints it: `name{a="b"}`.
    @Override
    public String toString() {
        var text = new StringBuilder(metricName());
        String separator = "{";
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i].equals(NAME)) {
                text.append(separator).append(pairs[i]).append("=\"").append(escape(pairs[i + 1]));
                text.append('"');
                separator = ", ";
            }
        }
        if (separator.equals(", ")) {
            return text.append('}').toString();
        }
        return text.isEmpty() ? "{}" : text.toString();
    }

    private static String escape(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
