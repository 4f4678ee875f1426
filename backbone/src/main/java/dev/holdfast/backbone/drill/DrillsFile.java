package dev.holdfast.backbone.drill;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads `drills.yml`. A pack without one has no drills.
///
/// @param drills in the order of the file; the first one is the pack's main story
/// @param guard PromQL on the real system; while it gives anything, no drill begins or goes on
public record DrillsFile(List<Drill> drills, List<Rehearsal> schedule, @Nullable String guard) {
    private static final String FILE = "drills.yml";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration MOST_PATIENCE = Duration.ofHours(2);
    private static final Set<String> KINDS =
            Set.of(
                    "planned",
                    "emergency",
                    "partial",
                    "data",
                    "dependency",
                    "dark",
                    "migration",
                    "flapping",
                    "absent",
                    "executor-dies");
    private static final Set<String> ENDS =
            Set.of("resolved", "escalated", "withheld", "closed", "waiting", "none");

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
        m.map("drills").entries().forEach((name, v) -> drills.add(drill(name, v.map())));
        Set<String> names =
                drills.stream().map(Drill::name).collect(java.util.stream.Collectors.toSet());
        return new DrillsFile(
                List.copyOf(drills),
                m.list("schedule").stream().map(v -> Rehearsal.read(v.map(), names)).toList(),
                m.textOrNull("guard"));
    }

    public Optional<Drill> drill(String name) {
        return drills.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    private static Drill drill(String name, YamlMap m) {
        m.only(
                "title",
                "kind",
                "component",
                "release",
                "changes",
                "does",
                "people",
                "expect",
                "targets",
                "patience");
        if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
            m.self()
                    .problem(
                            "a drill's name has lower-case letters, digits and '-'; not '"
                                    + name
                                    + "'");
        }
        Duration patience = m.duration("patience", PATIENCE);
        if (patience.compareTo(MOST_PATIENCE) > 0) {
            m.required("patience").problem("a drill ends within 2h");
        }
        return new Drill(
                name,
                m.text("title"),
                known(m.required("kind"), KINDS),
                m.text("component"),
                m.textOrNull("release"),
                m.text("changes", "code"),
                m.required("does").list().stream().map(v -> deed(v.map())).toList(),
                m.list("people").stream().map(v -> reply(v.map())).toList(),
                expectation(m.required("expect").map()),
                targets(m.map("targets")),
                patience);
    }

    private static String known(YamlValue v, Set<String> known) {
        if (!known.contains(v.text())) {
            v.problem("'%s' is none of %s".formatted(v.text(), known.stream().sorted().toList()));
        }
        return v.text();
    }

    private static Deed deed(YamlMap m) {
        if (m.has("act")) {
            m.only("act", "with");
            return new Deed.Act(m.text("act"), m.map("with").textEntries());
        }
        if (m.has("signal")) {
            m.only("signal", "with");
            return new Deed.Signal(m.text("signal"), m.map("with").textEntries());
        }
        if (m.has("series")) {
            m.only("series", "every");
            return new Deed.Feed(
                    m.required("series").list().stream().map(v -> series(v.map())).toList(),
                    m.duration("every", Duration.ofSeconds(1)));
        }
        m.only("pause");
        return new Deed.Pause(m.required("pause").duration());
    }

    private static Deed.Series series(YamlMap m) {
        m.only("series", "values");
        return new Deed.Series(m.text("series"), m.text("values"));
    }

    private static Reply reply(YamlMap m) {
        m.only("as", "does", "reason");
        String does = known(m.required("does"), Set.of("approve", "deny"));
        return new Reply(m.text("as"), does.equals("approve"), m.text("reason", "drill"));
    }

    private static Expectation expectation(YamlMap m) {
        m.only(
                "trigger",
                "severity",
                "decision",
                "runbook",
                "authority",
                "verdict",
                "ends",
                "notices");
        return new Expectation(
                m.texts("trigger"),
                m.textOrNull("severity"),
                m.textOrNull("decision"),
                m.texts("runbook"),
                m.texts("authority"),
                m.textOrNull("verdict"),
                known(m.required("ends"), ENDS),
                m.texts("notices"));
    }

    private static Map<Phase, Duration> targets(YamlMap m) {
        var targets = new EnumMap<Phase, Duration>(Phase.class);
        m.entries()
                .forEach((name, v) -> {
                    String wanted = name.toUpperCase(Locale.ROOT).replace('-', '_');
                    List<String> phases = new ArrayList<>();
                    for (Phase phase : Phase.values()) {
                        phases.add(phase.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                        if (phase.name().equals(wanted)) {
                            targets.put(phase, v.duration());
                        }
                    }
                    if (!phases.contains(name)) {
                        m.key(name).problem("'%s' is none of %s".formatted(name, phases));
                    }
                });
        return Map.copyOf(targets);
    }

    /// A target as it is shown beside a paced one: `5m (5s at pace 60)`.
    public static String bothWays(Duration target, int pace) {
        return pace == 1
                ? Durations.show(target)
                : "%s (%s at pace %d)"
                        .formatted(
                                Durations.show(target),
                                Durations.show(target.dividedBy(pace)),
                                pace);
    }
}
