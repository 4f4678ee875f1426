package dev.holdfast.backbone.pack;

import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A pack as it is in its own lab: the variables, secrets and scrapes are those of its `lab` section
/// and no others, time runs at the lab's pace, and rollbacks may follow each other quickly. What a
/// drill does, it does to this and never to the real thing.
public final class LabPack {
    private static final String MANIFEST = "pack.yml";
    private static final String DECISIONS = "decisions.yml";
    private static final String CHECKS = "checks.yml";
    private static final Pattern STANDING = Pattern.compile("(?m)^standing:");
    private static final Pattern IN_LAB = Pattern.compile("(?m)^standing-in-lab:");

    /// A lab is broken and put back many times a day; its pack's own limits are production's.
    private static final String LIMITS =
            "{cool-down: 1s, rollbacks: {system: 50, fleet: 100, within: 24h}}";

    private LabPack() {}

    /// Empty when the pack has no `lab`.
    public static Optional<PackFiles> of(PackFiles pack) {
        return of(pack, Map.of());
    }

    /// @param values other values for variables and secrets of the lab: one lab, many machines
    public static Optional<PackFiles> of(PackFiles pack, Map<String, String> values) {
        Optional<Map<String, Object>> manifest = pack.file(MANIFEST).map(LabPack::loaded);
        if (manifest.isEmpty() || !(manifest.get().get("lab") instanceof Map<?, ?> lab)) {
            return Optional.empty();
        }
        int pace = lab.get("pace") instanceof Number n ? n.intValue() : 1;
        Map<String, Object> inLab = new LinkedHashMap<>(manifest.get());
        inLab.put("variables", texts(lab.get("variables"), values));
        inLab.put("secrets", texts(lab.get("secrets"), values));
        Map<String, Object> environments = new LinkedHashMap<>();
        texts(inLab.get("environments"))
                .forEach((name, v) -> {
                    Map<String, Object> environment = texts(v);
                    environment.put("match", texts(lab.get("match")));
                    environment.put(
                            "scrape",
                            lab.get("scrape") == null ? java.util.List.of() : lab.get("scrape"));
                    environment.remove("variables");
                    environment.remove("watch"); // a drill announces its own deployments
                    environments.put(name, environment);
                });
        inLab.put("environments", environments);
        TreeMap<String, String> files = new TreeMap<>();
        Pace paced = new Pace(Math.clamp(pace, 1, Pace.MOST));
        pack.files()
                .forEach((path, text) ->
                        files.put(path, isTimed(path) ? paced.applied(text) : text));
        files.computeIfPresent(DECISIONS, (_, text) -> loosened(text));
        files.computeIfPresent(CHECKS, (_, text) -> IN_LAB.matcher(text).replaceAll("standing:"));
        files.put(MANIFEST, new Dump(DumpSettings.builder().build()).dumpToString(inLab));
        return Optional.of(new PackFiles(pack.name(), files));
    }

    /// Whether a pack is one as it is in its lab.
    public static boolean is(PackFiles pack) {
        Map<String, Object> manifest = pack.file(MANIFEST).map(LabPack::loaded).orElse(Map.of());
        Map<String, Object> lab = texts(manifest.get("lab"));
        return manifest.containsKey("lab")
                && texts(lab.get("variables")).equals(texts(manifest.get("variables")))
                && texts(lab.get("secrets")).equals(texts(manifest.get("secrets")));
    }

    /// The pack as it is, but with the values that its lab has on this machine.
    public static PackFiles placed(PackFiles pack, Map<String, String> values) {
        Optional<Map<String, Object>> manifest = pack.file(MANIFEST).map(LabPack::loaded);
        if (manifest.isEmpty() || !manifest.get().containsKey("lab")) {
            return pack;
        }
        Map<String, Object> lab = texts(manifest.get().get("lab"));
        lab.put("variables", texts(lab.get("variables"), values));
        lab.put("secrets", texts(lab.get("secrets"), values));
        Map<String, Object> placed = new LinkedHashMap<>(manifest.get());
        placed.put("lab", lab);
        TreeMap<String, String> files = new TreeMap<>(pack.files());
        files.put(MANIFEST, new Dump(DumpSettings.builder().build()).dumpToString(placed));
        return new PackFiles(pack.name(), files);
    }

    /// What a pack is outside of its lab: two versions of it that differ only in where the lab is are
    /// equal here.
    public static PackFiles withoutLab(PackFiles pack) {
        Map<String, Object> manifest = texts(loaded(pack.file(MANIFEST).orElse("")));
        manifest.remove("lab");
        TreeMap<String, String> files = new TreeMap<>(pack.files());
        files.put(MANIFEST, new Dump(DumpSettings.builder().build()).dumpToString(manifest));
        return new PackFiles(pack.name(), files);
    }

    /// The pack with nothing of production to look at, neither scrapes nor standing checks nor images:
    /// for a house where only its lab is.
    public static PackFiles withoutProduction(PackFiles pack) {
        Map<String, Object> manifest = texts(loaded(pack.file(MANIFEST).orElse("")));
        Map<String, Object> environments = texts(manifest.get("environments"));
        environments.replaceAll((_, environment) -> {
            Map<String, Object> bare = texts(environment);
            bare.remove("scrape");
            bare.remove("watch");
            return bare;
        });
        manifest.put("environments", environments);
        TreeMap<String, String> files = new TreeMap<>(pack.files());
        files.put(MANIFEST, new Dump(DumpSettings.builder().build()).dumpToString(manifest));
        files.computeIfPresent(
                CHECKS, (_, text) -> STANDING.matcher(text).replaceAll("standing-in-lab:"));
        return new PackFiles(pack.name(), files);
    }

    /// The same text in every service, since its digest names the version. As it is where it cannot be
    /// read: what is wrong with it is told by who checks the pack.
    private static String loosened(String decisions) {
        Map<String, Object> all = loaded(decisions);
        if (all.isEmpty()) {
            return decisions;
        }
        all.put("limits", loaded("limits: " + LIMITS).get("limits"));
        return new Dump(DumpSettings.builder().build()).dumpToString(all);
    }

    private static boolean isTimed(String path) {
        return (path.endsWith(".yml") || path.endsWith(".yaml") || path.endsWith(".rules"))
                && !path.equals("drills.yml")
                && !path.startsWith("tests/");
    }

    /// Nothing where it cannot be read: what is wrong with it is told by who checks the pack.
    private static Map<String, Object> loaded(String text) {
        if (!YamlNodes.readable(text)) {
            return Map.of();
        }
        try {
            return texts(new Load(YamlNodes.settings().build()).loadFromString(text));
        } catch (YamlEngineException _) {
            return Map.of(); // readable, but a key stands twice, or a value is none of its type
        }
    }

    private static Map<String, Object> texts(@Nullable Object value) {
        Map<String, Object> map = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> m) {
            m.forEach((k, v) -> map.put(String.valueOf(k), v));
        }
        return map;
    }

    private static Map<String, Object> texts(@Nullable Object value, Map<String, String> values) {
        Map<String, Object> map = texts(value);
        map.replaceAll((name, v) -> values.getOrDefault(name, String.valueOf(v)));
        return map;
    }
}
