package dev.holdfast.backbone.drill;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads `drills.yml`. A pack without one has no drills.
///
/// @param drills in the order of the file; the first one is the pack's main story
/// @param guard PromQL on the real system; while it gives anything, no drill begins or goes on
public record DrillsFile(List<Drill> drills, List<Rehearsal> schedule, @Nullable String guard) {
    private static final String FILE = "drills.yml";

    /// What is wrong is in `problems`; the answer is usable only if nothing is.
    public static DrillsFile read(PackFiles pack, Problems problems) {
        Optional<YamlMap> root =
                pack.file(FILE)
                        .flatMap(text -> YamlFile.parse(FILE, text, problems))
                        .map(YamlValue::map);
        if (root.isEmpty()) {
            return new DrillsFile(List.of(), List.of(), null);
        }
        YamlMap m = root.get().only("drills", "schedule", "guard");
        List<Drill> drills = new ArrayList<>();
        var reader = new DrillReader(m.map("drills"), problems);
        m.map("drills").entries().forEach((name, v) -> drills.add(reader.drill(name, v.map())));
        return new DrillsFile(
                List.copyOf(drills),
                m.list("schedule").stream().map(v -> Rehearsal.read(v.map(), drills)).toList(),
                m.textOrNull("guard"));
    }

    public Optional<Drill> drill(String name) {
        return drills.stream().filter(d -> d.name().equals(name)).findFirst();
    }
}
