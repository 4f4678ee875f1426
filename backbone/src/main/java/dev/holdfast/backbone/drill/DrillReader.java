package dev.holdfast.backbone.drill;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads one drill: what stands in it, over the [Templates] that it takes, over the drill of its file
/// that it is a form of. `expect` is laid over key by key, everything else as a whole.
final class DrillReader {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration MOST_PATIENCE = Duration.ofHours(2);
    private static final String TEMPLATE = "template";
    private static final String OF = "of";
    private static final String EXPECT = "expect";
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

    private final YamlMap all;
    private final Problems problems;

    /// @param all the drills of the file
    DrillReader(YamlMap all, Problems problems) {
        this.all = all;
        this.problems = problems;
    }

    Drill drill(String name, YamlMap own) {
        checked(name, own);
        YamlMap of = of(own);
        YamlMap template =
                own.optional(TEMPLATE)
                        .map(v -> Templates.take(v, words(own.over(of)), problems))
                        .orElseGet(() -> own.map(TEMPLATE));
        YamlMap m = own.over(template).over(of);
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
                Stream.concat(m.required("does").list().stream(), m.list("then").stream())
                        .map(v -> Deeds.deed(v.map()))
                        .toList(),
                m.list("people").stream().map(v -> reply(v.map())).toList(),
                expectation(
                        m.required(EXPECT).map().over(template.map(EXPECT)).over(of.map(EXPECT))),
                targets(m.map("targets")),
                patience);
    }

    private static void checked(String name, YamlMap own) {
        own.only(
                "title",
                "kind",
                "component",
                "release",
                "changes",
                "does",
                "then",
                "people",
                EXPECT,
                "targets",
                "patience",
                TEMPLATE,
                "with",
                OF);
        if (!name.matches("[a-z0-9][a-z0-9-]{0,40}")) {
            own.self()
                    .problem(
                            "a drill's name has lower-case letters, digits and '-'; not '"
                                    + name
                                    + "'");
        }
    }

    /// The drill that this one is a form of, or nothing.
    private YamlMap of(YamlMap own) {
        Optional<YamlValue> named = own.optional(OF);
        if (named.isEmpty()) {
            return own.map(OF);
        }
        YamlMap of = all.map(named.get().text());
        if (!all.has(named.get().text())) {
            named.get()
                    .problem(
                            "there is no drill '%s'%s"
                                    .formatted(
                                            named.get().text(),
                                            NearestName.hint(
                                                    named.get().text(), all.entries().keySet())));
        } else if (of.has(OF) || of.has(TEMPLATE)) {
            named.get()
                    .problem(
                            "'%s' is a form of another drill itself; name that one"
                                    .formatted(named.get().text()));
        }
        return of;
    }

    /// What fills a template's gaps: `with`, and the release.
    private static Map<String, String> words(YamlMap m) {
        Map<String, String> words = m.map("with").textEntries();
        m.optional("release").ifPresent(v -> words.put("release", v.text()));
        return words;
    }

    static String known(YamlValue v, Set<String> known) {
        if (!known.contains(v.text())) {
            v.problem("'%s' is none of %s".formatted(v.text(), known.stream().sorted().toList()));
        }
        return v.text();
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
}
