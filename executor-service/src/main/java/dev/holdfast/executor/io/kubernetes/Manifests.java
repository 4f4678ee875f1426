package dev.holdfast.executor.io.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.YamlDepth;

import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.ArrayList;
import java.util.List;

/// Kubernetes objects as YAML or JSON, at most 1 MiB.
final class Manifests {
    private static final int MOST = 1 << 20;

    /// Schemas of custom resources are the deepest there are: about 60 levels.
    private static final int MOST_DEPTH = 200;

    private Manifests() {}

    /// Every document that is not empty; what is no object is [Wrong].
    static List<ObjectNode> all(String text, String what) throws Wrong {
        LoadSettings settings =
                LoadSettings.builder()
                        .setCodePointLimit(MOST)
                        .setMaxAliasesForCollections(50)
                        .setAllowRecursiveKeys(false)
                        .build();
        List<ObjectNode> all = new ArrayList<>();
        try {
            if (YamlDepth.tooDeep(settings, text, MOST_DEPTH).isPresent()) {
                throw Wrong.given("%s is nested deeper than %d levels".formatted(what, MOST_DEPTH));
            }
            for (Object document : new Load(settings).loadAllFromString(text)) {
                JsonNode node = Json.mapper().valueToTree(document);
                if (node instanceof ObjectNode object) {
                    all.add(object);
                } else if (!node.isNull()) {
                    throw Wrong.given("%s holds something that is no object".formatted(what));
                }
            }
        } catch (YamlEngineException e) {
            throw Wrong.given("%s is no YAML: %s".formatted(what, firstLine(e)));
        } catch (IllegalArgumentException e) {
            throw Wrong.given("%s cannot be read as JSON: %s".formatted(what, e.getMessage()));
        }
        return all;
    }

    static ObjectNode one(String text, String what) throws Wrong {
        List<ObjectNode> all = all(text, what);
        if (all.size() != 1) {
            throw Wrong.given("%s holds %d documents, not one".formatted(what, all.size()));
        }
        return all.getFirst();
    }

    /// One YAML or JSON value of any kind, such as the list of a JSON patch.
    static JsonNode value(String text, String what) throws Wrong {
        return one("value: " + indented(text), what).path("value");
    }

    private static String indented(String text) {
        return "\n  " + text.strip().replace("\n", "\n  ");
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
