package dev.holdfast.detector.domain.window;

import dev.holdfast.detector.domain.promql.VectorMatching;
import dev.holdfast.detector.domain.series.Labels;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// The match group of every slot of two vectors, found at birth.
final class Matches {

    private final Map<Labels, Integer> groups = new HashMap<>();
    private final VectorMatching matching;
    private final int[][] groupOf = {new int[8], new int[8]};
    private final int[] known = new int[2];

    Matches(VectorMatching matching) {
        this.matching = matching;
    }

    /// Learns the new slots of side 0 or 1.
    void learn(int side, Node node) {
        if (groupOf[side].length < node.size()) {
            groupOf[side] = Arrays.copyOf(groupOf[side], node.size() * 2);
        }
        for (int i = known[side]; i < node.size(); i++) {
            Labels signature = matching.signature(node.labels(i));
            Integer group = groups.get(signature);
            if (group == null) {
                group = groups.size();
                groups.put(signature, group);
            }
            groupOf[side][i] = group;
        }
        known[side] = node.size();
    }

    int group(int side, int slot) {
        return groupOf[side][slot];
    }

    int size() {
        return groups.size();
    }
}
