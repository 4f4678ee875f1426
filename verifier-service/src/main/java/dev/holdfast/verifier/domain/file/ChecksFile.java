package dev.holdfast.verifier.domain.file;

import dev.holdfast.backbone.pack.LabPack;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.Variables;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.verifier.domain.check.Asking;
import dev.holdfast.verifier.domain.check.CheckSpec;
import dev.holdfast.verifier.domain.stage.Stage;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `checks.yml`. What is wrong is in the problems, all of it, each with its place; the result
/// is usable only if nothing is.
public final class ChecksFile {
    /// The file's name in a pack.
    public static final String NAME = "checks.yml";

    /// Checks that stand for drills and nowhere else.
    private static final String IN_LAB = "standing-in-lab";

    private static final Duration SHORTEST_STANDING = Duration.ofSeconds(1);

    private ChecksFile() {}

    /// Every kind of check that there is, by its word.
    public static Set<String> kinds() {
        return CheckReader.kindsByWord();
    }

    public static Checks read(PackFiles pack, PackManifest manifest, Problems problems) {
        Optional<String> text = pack.file(NAME);
        if (text.isEmpty()) {
            return Checks.NONE;
        }
        return YamlFile.parse(NAME, text.get(), problems)
                .map(root -> {
                    Known known = new Known(manifest, () -> lab(pack));
                    known.alerts(AlertNames.of(pack));
                    return read(root.map(), known);
                })
                .orElse(Checks.NONE);
    }

    private static Optional<PackManifest> lab(PackFiles pack) {
        return LabPack.of(pack).flatMap(files -> PackManifest.read(files, new Problems()));
    }

    private static void declared(YamlMap m, Known known) {
        m.only(
                "hosts",
                "networks",
                "databases",
                "clusters",
                "brokers",
                "mailboxes",
                "places",
                "snapshot",
                "checks",
                "stages",
                "standing",
                IN_LAB,
                "description");
        known.databases(DatabaseReader.read(m.map("databases"), known));
        known.clusters(KubernetesReader.read(m.map("clusters"), known));
        known.brokers(BrokerReader.read(m.map("brokers"), known));
        known.mailboxes(MailReader.read(m.map("mailboxes"), known));
        known.places(PlaceReader.read(m.map("places"), known));
    }

    private static Checks read(YamlMap m, Known known) {
        declared(m, known);
        Map<String, Asking> snapshots = snapshots(m.map("snapshot"), known);
        known.snapshots(snapshots.keySet());
        Map<String, CheckSpec> checks = new LinkedHashMap<>();
        m.map("checks")
                .entries()
                .forEach((name, v) -> {
                    known.name(m.map("checks").key(name), name);
                    CheckReader.read(name, v.map(), known)
                            .ifPresent(spec -> checks.put(name, spec));
                });
        snapshots.putAll(known.measured());
        Map<String, Stage> stages = new LinkedHashMap<>();
        Map<String, Map<String, String>> variables = new LinkedHashMap<>();
        Map<String, YamlValue> named = m.map("checks").entries();
        YamlMap written = m.map("stages");
        for (Map.Entry<String, YamlValue> stage : written.entries().entrySet()) {
            String name = stage.getKey();
            known.name(written.key(name), name);
            stages.put(name, StageReader.read(name, stage.getValue().map(), named, checks));
            variables.put(name, StageReader.variables(stage.getValue().map(), known));
        }
        return new Checks(
                hosts(m.list("hosts"), known),
                networks(m.list("networks")),
                snapshots,
                checks,
                stages,
                variables,
                standing(m, named, known));
    }

    private static List<String> hosts(List<YamlValue> values, Known known) {
        for (YamlValue v : values) {
            if (known.facts(v.text())) {
                v.problem("hosts are the pack's own choice: only its variables can be used here");
            } else if (!known.missing(v, v.text())) {
                for (Variables variables : known.settings()) {
                    try {
                        Reach.entry(variables.fill(v.text()));
                    } catch (IllegalArgumentException e) {
                        v.problem(String.valueOf(e.getMessage()));
                        break;
                    } catch (Variables.Unknown _) {
                        break; // told already
                    }
                }
            }
        }
        return values.stream().map(YamlValue::text).toList();
    }

    private static List<String> networks(List<YamlValue> values) {
        for (YamlValue v : values) {
            try {
                Network.of(v.text());
            } catch (IllegalArgumentException e) {
                v.problem(String.valueOf(e.getMessage()));
            }
        }
        return values.stream().map(YamlValue::text).toList();
    }

    private static Map<String, Asking> snapshots(YamlMap m, Known known) {
        Map<String, Asking> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    known.name(m.key(name), name);
                    SnapshotReader.read(v.map(), known).ifPresent(c -> out.put(name, c));
                });
        return out;
    }

    /// Those of the lab alone are looked at here, and stand there, where they are called `standing`.
    private static Map<String, Duration> standing(
            YamlMap file, Map<String, YamlValue> checks, Known known) {
        if (file.has(IN_LAB)) {
            var _ = every(file.map(IN_LAB), checks, known);
            file.optional("standing")
                    .ifPresent(
                            v -> v.problem("a file has `standing` or `standing-in-lab`, not both"));
        }
        return every(file.map("standing"), checks, known);
    }

    private static Map<String, Duration> every(
            YamlMap m, Map<String, YamlValue> checks, Known known) {
        Map<String, Duration> out = new LinkedHashMap<>();
        m.entries()
                .forEach((name, v) -> {
                    YamlMap s = v.map().only("every");
                    YamlValue every = s.required("every");
                    Duration d = every.duration();
                    if (d.compareTo(SHORTEST_STANDING) < 0) {
                        every.problem("a standing check runs at most once a second");
                    }
                    if (!checks.containsKey(name)) {
                        m.key(name)
                                .problem(
                                        "no check is called '%s'%s"
                                                .formatted(
                                                        name,
                                                        NearestName.hint(name, checks.keySet())));
                    } else if (known.needsRelease(name)) {
                        m.key(name)
                                .problem(
                                        ("check '%s' uses %s, which a standing check does"
                                                        + " not have")
                                                .formatted(name, known.releaseFacts(name)));
                    }
                    out.put(name, d);
                });
        return out;
    }
}
