package dev.holdfast.backbone.pack;

import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.LoadSettingsBuilder;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

import java.util.Optional;

/// The one way from a YAML text to its nodes, whoever wrote it: neither its length, nor its depth, nor what its aliases unfold into
/// can harm who reads it.
public final class YamlNodes {
    /// Written by people; more than this is a mistake or an attack.
    private static final int MOST_CHARACTERS = 1 << 20;

    /// Steps that several runbooks share are aliases; [YamlSize] bounds what they unfold into.
    private static final int MOST_ALIASES = 200;

    private YamlNodes() {}

    /// Is told what is wrong; line and column count from 1.
    public interface Wrong {
        void at(int line, int column, String message);
    }

    static LoadSettingsBuilder settings() {
        return LoadSettings.builder()
                .setCodePointLimit(MOST_CHARACTERS)
                .setMaxAliasesForCollections(MOST_ALIASES)
                .setAllowRecursiveKeys(false);
    }

    /// The root of `text`; empty where there is none, or where something is wrong with all of it.
    public static Optional<Node> root(String file, String text, Wrong wrong) {
        LoadSettings settings = settings().setLabel(file).setUseMarks(true).build();
        try {
            Optional<Mark> deep = YamlDepth.tooDeep(settings, text);
            if (deep.isPresent()) {
                wrong.at(
                        deep.get().getLine() + 1,
                        deep.get().getColumn() + 1,
                        "nested deeper than %d levels".formatted(YamlDepth.MOST));
                return Optional.empty();
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            if (root.isPresent() && YamlSize.unfoldsTooFar(root.get())) {
                wrong.at(
                        1,
                        1,
                        "with its aliases unfolded the file has more than %d values"
                                .formatted(YamlSize.MOST));
                return Optional.empty();
            }
            return root;
        } catch (MarkedYamlEngineException e) {
            Optional<Mark> mark = e.getProblemMark();
            wrong.at(
                    mark.map(m -> m.getLine() + 1).orElse(1),
                    mark.map(m -> m.getColumn() + 1).orElse(1),
                    "no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            wrong.at(1, 1, "no YAML: " + e.getMessage());
        }
        return Optional.empty();
    }

    /// Whether a text can be read at all.
    static boolean readable(String text) {
        boolean[] wrong = {false};
        Optional<Node> root = root("", text, (_, _, _) -> wrong[0] = true);
        return root.isPresent() && !wrong[0];
    }
}
