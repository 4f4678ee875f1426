package dev.holdfast.executor.domain.runbook;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.executor.domain.words.Bindings;
import dev.holdfast.executor.domain.words.Template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads `runbooks.yml`; every mistake is reported with its place and the nearest right name.
public final class RunbookFile {
    public static final String NAME = "runbooks.yml";

    private static final int MOST_STEPS = 100;
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final Duration USUAL = Duration.ofMinutes(30);
    private static final Duration SNAPSHOT = Duration.ofSeconds(2);

    private final Vocabulary vocabulary;
    private final PackVariables variables;
    private Parts parts = Parts.NONE;

    private RunbookFile(Vocabulary vocabulary, PackVariables variables) {
        this.vocabulary = vocabulary;
        this.variables = variables;
    }

    /// What is wrong is in `problems`; the answer is usable only if nothing is. A pack without the
    /// file has no runbooks.
    public static Runbooks read(PackFiles pack, Vocabulary vocabulary, Problems problems) {
        Optional<String> text = pack.file(NAME);
        if (text.isEmpty()) {
            return Runbooks.NONE;
        }
        // What is wrong with pack.yml itself is told by its own check.
        Optional<PackManifest> manifest = PackManifest.read(pack, new Problems());
        var file = new RunbookFile(vocabulary, new PackVariables(manifest));
        return YamlFile.parse(NAME, text.get(), problems)
                .map(root -> file.runbooks(root.map()))
                .orElse(Runbooks.NONE);
    }

    private Runbooks runbooks(YamlMap m) {
        m.only("allow", "runbooks", "description");
        YamlMap allow = m.map("allow").only("programs", "hosts", "folders");
        Map<String, Runbook> byName = new LinkedHashMap<>();
        YamlMap all = m.required("runbooks").map();
        parts = new Parts(all);
        all.entries().forEach((name, v) -> byName.put(name, runbook(name, v.map())));
        return new Runbooks(
                byName,
                templates(allow, "programs"),
                templates(allow, "hosts"),
                templates(allow, "folders"));
    }

    private List<Template> templates(YamlMap allow, String key) {
        Bindings pack = variables.pack();
        return allow.list(key).stream()
                .map(v -> {
                    Template t = new Template(v.text());
                    checkHoles(v, t, pack);
                    return t;
                })
                .toList();
    }

    private Runbook runbook(String name, YamlMap m) {
        m.only(
                "description",
                "deadline",
                "budget",
                "downtime",
                "duration",
                "snapshot",
                "guards",
                "on-failure",
                "on-abort",
                "parameters",
                "evidence",
                "steps");
        List<Parameter> parameters = parameters(name, m);
        return new Runbook(
                name,
                m.text("description", ""),
                parameters,
                steps(name, m, parameters),
                pace(m),
                m.optional("on-failure")
                        .map(v -> v.oneOf(Afterwards.class))
                        .orElse(Afterwards.STOP),
                onAbort(m),
                m.list("guards").stream().map(YamlValue::text).toList());
    }

    private static Runbook.Pace pace(YamlMap m) {
        return new Runbook.Pace(
                deadline(m),
                m.optional("budget").map(YamlValue::duration).orElse(null),
                m.optional("downtime").map(YamlValue::duration).orElse(null),
                m.optional("duration").map(YamlValue::duration).orElse(null),
                m.map("snapshot").only("wait").duration("wait", SNAPSHOT));
    }

    private static Duration deadline(YamlMap m) {
        Duration deadline = m.duration("deadline", USUAL);
        if (deadline.isZero() || deadline.compareTo(LONGEST) > 0) {
            m.required("deadline").problem("the deadline must be more than 0 and at most 24h");
            return USUAL;
        }
        return deadline;
    }

    private static Afterwards onAbort(YamlMap m) {
        Afterwards onAbort =
                m.optional("on-abort").map(v -> v.oneOf(Afterwards.class)).orElse(Afterwards.STOP);
        if (onAbort == Afterwards.ASK) {
            m.required("on-abort")
                    .problem("an abort either stops or undoes: nobody is asked again");
        }
        return onAbort;
    }

    /// Its own and those of its parts.
    private List<Parameter> parameters(String name, YamlMap m) {
        Map<String, Parameter> all = new LinkedHashMap<>();
        for (String part : parts.of(name)) {
            own(parts.named(part).map("parameters")).forEach(p -> all.putIfAbsent(p.name(), p));
        }
        own(m.map("parameters")).forEach(p -> all.put(p.name(), p));
        return List.copyOf(all.values());
    }

    private static List<Parameter> own(YamlMap m) {
        List<Parameter> parameters = new ArrayList<>();
        m.entries()
                .forEach((name, v) -> {
                    YamlMap p = v.isMap() ? v.map().only("type", "default") : null;
                    YamlValue type = p == null ? v : p.required("type");
                    var parameter =
                            new Parameter(
                                    name,
                                    type.oneOf(Parameter.Type.class),
                                    p == null ? null : p.textOrNull("default"));
                    String otherwise = parameter.otherwise();
                    if (otherwise != null) {
                        parameter.type().wrong(name, otherwise).ifPresent(v::problem);
                    }
                    parameters.add(parameter);
                });
        return parameters;
    }

    private List<Step> steps(String name, YamlMap m, List<Parameter> parameters) {
        YamlValue list = m.required("steps");
        List<YamlValue> items = parts.flattened(name, list);
        if (items.isEmpty() || items.size() > MOST_STEPS) {
            list.problem(
                    "a runbook has 1 to %d steps, here are %d".formatted(MOST_STEPS, items.size()));
        }
        var reader = new StepReader(vocabulary, variables.with(parameters));
        List<Step> steps = new ArrayList<>(reader.evidence(m.list("evidence")));
        items.stream().limit(MOST_STEPS).forEach(v -> steps.addAll(reader.item(v.map())));
        return List.copyOf(steps);
    }

    /// Reports every hole of the text that nothing fills.
    static void checkHoles(YamlValue v, Template t, Bindings known) {
        for (Template.Hole hole : t.holes()) {
            if (known.find(hole.name()).isEmpty()) {
                v.problemAt(hole.at(), known.unknown(hole.name()));
            }
        }
    }

    /// ` (did you mean 'x'?)` and the like.
    static String hint(String wrong, Iterable<String> known) {
        List<String> names = new ArrayList<>();
        known.forEach(names::add);
        return NearestName.hint(wrong, names);
    }
}
