package dev.holdfast.backbone.pack;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/// Reads one YAML file so that every value knows its line and column.
public final class YamlFile {
    /// A pack's file is written by people; more than this is a mistake or an attack.
    private static final int MOST_CHARACTERS = 1 << 20;

    /// Steps that several runbooks share are aliases; [YamlSize] bounds what they unfold into.
    private static final int MOST_ALIASES = 200;

    private YamlFile() {}

    /// The root of the file, or empty when it cannot be read at all; what is wrong is in `problems`.
    public static Optional<YamlValue> parse(String file, String text, Problems problems) {
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file)
                        .setUseMarks(true)
                        .setCodePointLimit(MOST_CHARACTERS)
                        .setMaxAliasesForCollections(MOST_ALIASES)
                        .setAllowRecursiveKeys(false)
                        .build();
        try {
            Optional<Mark> deep = YamlDepth.tooDeep(settings, text);
            if (deep.isPresent()) {
                problems.add(
                        file,
                        deep.get().getLine() + 1,
                        deep.get().getColumn() + 1,
                        "nested deeper than %d levels".formatted(YamlDepth.MOST));
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isEmpty()) {
                problems.add(file, 1, 1, "the file is empty");
            }
            if (root.isPresent() && YamlSize.unfoldsTooFar(root.get())) {
                problems.add(
                        file,
                        1,
                        1,
                        "with its aliases unfolded the file has more than %d values"
                                .formatted(YamlSize.MOST));
                return Optional.empty();
            }
            return root.map(node -> new YamlValue(file, node, problems));
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            problems.add(
                    file,
                    mark.map(m -> m.getLine() + 1).orElse(1),
                    mark.map(m -> m.getColumn() + 1).orElse(1),
                    "not YAML: " + e.getProblem());
            return Optional.empty();
        } catch (YamlEngineException e) {
            problems.add(file, 1, 1, "not YAML: " + e.getMessage());
            return Optional.empty();
        }
    }
}
