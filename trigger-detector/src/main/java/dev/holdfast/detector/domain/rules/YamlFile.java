package dev.holdfast.detector.domain.rules;

import dev.holdfast.backbone.pack.YamlNodes;
import dev.holdfast.detector.domain.series.Nearest;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One YAML file read strictly: every problem is kept with its place, nothing stops at the first.
public final class YamlFile {

    private final String name;
    private final String text;
    private final String[] lines;
    private final List<Problem> problems = new ArrayList<>();

    public YamlFile(String name, String text) {
        this.name = name;
        this.lines = text.split("\n", -1);
        this.text = text;
    }

    public List<Problem> problems() {
        return problems;
    }

    public Optional<Node> root() {
        return YamlNodes.root(
                name,
                text,
                (line, column, message) -> problems.add(new Problem(name, line, column, message)));
    }

    public void problem(@Nullable Node node, String message) {
        problems.add(new Problem(name, line(node), column(node), message));
    }

    /// A problem at an offset inside the value of a scalar.
    public void problemInside(Node node, int lineInside, int columnInside, String message) {
        int line = line(node);
        int column = column(node);
        if (node instanceof ScalarNode scalar) {
            if (scalar.getScalarStyle() == ScalarStyle.LITERAL
                    || scalar.getScalarStyle() == ScalarStyle.FOLDED) {
                String first = line < lines.length ? lines[line] : "";
                column = Math.max(0, leading(first) - leading(scalar.getValue())) + columnInside;
                line += lineInside;
            } else if (lineInside == 1) {
                column += columnInside - 1 + (scalar.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1);
            }
        }
        problems.add(new Problem(name, line, column, message));
    }

    private static int leading(String text) {
        return text.length() - text.stripLeading().length();
    }

    public static int line(@Nullable Node node) {
        return node == null ? 1 : node.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    public static int column(@Nullable Node node) {
        return node == null ? 1 : node.getStartMark().map(Mark::getColumn).orElse(0) + 1;
    }

    /// The entries of a mapping whose keys are all in `known`; others are problems with the nearest known name.
    public Map<String, Node> fields(@Nullable Node node, String what, Collection<String> known) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (node == null) {
            return fields;
        }
        if (!(node instanceof MappingNode mapping)) {
            problem(node, what + " must be a mapping");
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!known.isEmpty() && !known.contains(key)) {
                problem(
                        tuple.getKeyNode(),
                        "unknown key \"" + key + "\" in " + what + Nearest.hint(key, known));
            } else if (fields.put(key, tuple.getValueNode()) != null) {
                problem(tuple.getKeyNode(), "key \"" + key + "\" stands twice in " + what);
            }
        }
        return fields;
    }

    public List<Node> items(@Nullable Node node, String what) {
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        if (!(node instanceof ScalarNode scalar && scalar.getValue().isEmpty())) {
            problem(node, what + " must be a list");
        }
        return List.of();
    }

    /// The text of a scalar, or the empty string with a problem.
    public String text(@Nullable Node node, String what) {
        if (node == null) {
            return "";
        }
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        problem(node, what + " must be a text");
        return "";
    }
}
