package dev.holdfast.backbone.pack;

import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/// Reads one YAML file so that every value knows its line and column.
public final class YamlFile {
    private YamlFile() {}

    /// The root of the file, or empty when it cannot be read at all; what is wrong is in `problems`.
    public static Optional<YamlValue> parse(String file, String text, Problems problems) {
        boolean[] told = {false};
        Optional<Node> root =
                YamlNodes.root(
                        file,
                        text,
                        (line, column, message) -> {
                            told[0] = true;
                            problems.add(file, line, column, message);
                        });
        if (root.isEmpty() && !told[0]) {
            problems.add(file, 1, 1, "the file is empty");
        }
        return root.map(node -> new YamlValue(file, node, problems));
    }
}
