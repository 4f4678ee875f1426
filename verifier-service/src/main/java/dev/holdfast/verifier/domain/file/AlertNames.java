package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.Set;
import java.util.TreeSet;

/// The names of a pack's alerting rules, as far as this service needs to know them: whether the rules
/// are right is the detector's to say.
final class AlertNames {
    private static final String TRIGGERS = "triggers.yml";

    private AlertNames() {}

    /// Empty where there are none, or a file of them cannot be read.
    static Set<String> of(PackFiles pack) {
        Set<String> names = new TreeSet<>();
        Problems problems = new Problems();
        for (YamlValue file : file(pack, TRIGGERS, problems, names)) {
            file(pack, file.text(), problems, names);
        }
        return problems.none() ? names : Set.of();
    }

    /// Takes in one file, and gives back the further ones that it names.
    private static java.util.List<YamlValue> file(
            PackFiles pack, String path, Problems problems, Set<String> names) {
        return pack.file(path)
                .flatMap(text -> YamlFile.parse(path, text, problems))
                .map(root -> {
                    YamlMap m = root.map();
                    for (YamlValue group : m.list("groups")) {
                        for (YamlValue rule : group.map().list("rules")) {
                            String name = rule.map().textOrNull("alert");
                            if (name != null) {
                                names.add(name);
                            }
                        }
                    }
                    return m.list("rule-files");
                })
                .orElse(java.util.List.of());
    }
}
