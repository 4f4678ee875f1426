package dev.holdfast.backbone.drill;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What drills of many packs have in common, each under a name that `template:` takes over. A gap
/// `${word}` is filled by the drill's `with`, `${release}` by its release.
final class Templates {
    private static final String FILE = "drill-templates.yml";
    private static final Pattern GAP = Pattern.compile("\\$\\{([a-z-]+)}");

    /// What may stand in a gap: nothing that means something in YAML or in a selector.
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9._:/-]{1,100}");

    private static final Pattern SECTION = Pattern.compile("(?ms)^([a-z-]+):\\n(.*?)(?=^\\S|\\z)");

    private static final Map<String, String> ALL = all();

    private Templates() {}

    /// The template that `named` names; an empty one, and a problem, where there is none or where a gap
    /// stays open.
    ///
    /// @param words what fills its gaps
    static YamlMap take(YamlValue named, Map<String, String> words, Problems problems) {
        String text = ALL.get(named.text());
        if (text == null) {
            named.problem(
                    "there is no template '%s'%s"
                            .formatted(named.text(), NearestName.hint(named.text(), ALL.keySet())));
            return named.map();
        }
        var open = new TreeSet<String>();
        String filled =
                GAP.matcher(text)
                        .replaceAll(gap -> {
                            String word = words.getOrDefault(gap.group(1), "");
                            if (!WORD.matcher(word).matches()) {
                                open.add(gap.group(1));
                            }
                            return Matcher.quoteReplacement(word);
                        });
        if (!open.isEmpty()) {
            named.problem(
                    "the template '%s' needs `with: {%s}`, each one word of letters, digits and ._:/-"
                            .formatted(named.text(), String.join(", ", open)));
        }
        return YamlFile.parse(FILE, filled, problems).orElse(named).map();
    }

    private static Map<String, String> all() {
        try (InputStream in = Templates.class.getResourceAsStream(FILE)) {
            String text =
                    new String(
                            Objects.requireNonNull(in, FILE).readAllBytes(),
                            StandardCharsets.UTF_8);
            var all = new TreeMap<String, String>();
            SECTION.matcher(text).results().forEach(r -> all.put(r.group(1), r.group(2)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
