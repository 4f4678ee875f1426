package dev.holdfast.detector.domain.promql;

import dev.holdfast.detector.domain.series.Labels;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// How the elements of two vectors find each other.
public record VectorMatching(
        Cardinality cardinality, boolean on, List<String> labels, List<String> include) {

    public static final VectorMatching DEFAULT =
            new VectorMatching(Cardinality.ONE_TO_ONE, false, List.of(), List.of());

    /// Which side may have several elements for one of the other side.
    public enum Cardinality {
        ONE_TO_ONE,
        /// `group_left`
        MANY_TO_ONE,
        /// `group_right`
        ONE_TO_MANY,
        /// set operators
        MANY_TO_MANY
    }

    /// The labels by which an element is matched.
    public Labels signature(Labels series) {
        if (on) {
            return series.only(labels);
        }
        Set<String> dropped = new TreeSet<>(labels);
        dropped.add(Labels.NAME);
        return series.without(dropped);
    }

    /// The labels of a result, from the many side (or the left) and the one side.
    public Labels result(Labels many, Labels one, boolean dropName) {
        Labels kept = dropName ? many.withoutName() : many;
        if (cardinality == Cardinality.ONE_TO_ONE) {
            kept = on ? kept.only(labels) : kept.without(labels);
        }
        if (include.isEmpty()) {
            return kept;
        }
        var map = kept.toSortedMap();
        for (String label : include) {
            map.remove(label);
            if (one.has(label)) {
                map.put(label, one.get(label));
            }
        }
        return Labels.of(map);
    }
}
