package dev.holdfast.backbone.pack;

import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.IdentityHashMap;

/// How large a file is once its aliases are unfolded: each is counted as often as it is reached, but
/// looked at once, so a file that would unfold into billions is refused at once.
final class YamlSize {
    /// Far more than any pack's file has.
    static final int MOST = 100_000;

    private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();

    private YamlSize() {}

    static boolean unfoldsTooFar(Node root) {
        return new YamlSize().of(root) > MOST;
    }

    /// Never more than one above the most, so that sums cannot overflow. A node that holds itself
    /// counts as too large.
    private long of(Node node) {
        Long before = known.putIfAbsent(node, (long) MOST + 1);
        if (before != null) {
            return before;
        }
        long size = 1;
        if (node instanceof SequenceNode list) {
            for (Node item : list.getValue()) {
                size = Math.min(MOST + 1L, size + of(item));
            }
        } else if (node instanceof MappingNode map) {
            for (NodeTuple pair : map.getValue()) {
                size = Math.min(MOST + 1L, size + of(pair.getKeyNode()) + of(pair.getValueNode()));
            }
        }
        known.put(node, size);
        return size;
    }
}
