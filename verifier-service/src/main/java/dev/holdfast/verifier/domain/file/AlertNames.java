package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The names of a pack's alerting rules, as far as this service needs to know them: whether the rules
/// are right is the detector's to say. A file of rules names no further files.
final class AlertNames {
    private static final String TRIGGERS = "triggers.yml";

    private AlertNames() {}

    /// Empty where there are none, or a file of them cannot be read.
    static Set<String> of(PackFiles pack) {
        Set<String> names = new TreeSet<>();
        Problems problems = new Problems();
        file(pack, TRIGGERS, problems)
                .ifPresent(triggers -> {
                    add(triggers, names);
                    for (YamlValue more : triggers.list("rule-files")) {
                        file(pack, more.text(), problems).ifPresent(m -> add(m, names));
                    }
                });
        return problems.none() ? names : Set.of();
    }

    private static Optional<YamlMap> file(PackFiles pack, String path, Problems problems) {
        return pack.file(path)
                .flatMap(text -> YamlFile.parse(path, text, problems))
                .map(YamlValue::map);
    }

    private static void add(YamlMap m, Set<String> names) {
        for (YamlValue group : m.list("groups")) {
            for (YamlValue rule : group.map().list("rules")) {
                String name = rule.map().textOrNull("alert");
                if (name != null) {
                    names.add(name);
                }
            }
        }
    }
}
