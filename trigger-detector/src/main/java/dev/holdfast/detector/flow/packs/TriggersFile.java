package dev.holdfast.detector.flow.packs;

import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.backbone.pack.PackManifest;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.backbone.pack.YamlFile;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;
import dev.holdfast.detector.domain.rules.Problem;
import dev.holdfast.detector.domain.rules.RuleProblems;
import dev.holdfast.detector.flow.samples.Arrival;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// `triggers.yml` of a pack with the rule files that it names.
///
/// @param files texts by name, `triggers.yml` among them
public record TriggersFile(Arrival.Settings settings, SortedMap<String, String> files) {
    public static final String NAME = "triggers.yml";

    private static final Duration LEAST_EVERY = Duration.ofMillis(10);
    private static final Duration LEAST_RETENTION = Duration.ofMinutes(1);
    private static final Duration MOST_RETENTION = Duration.ofDays(2);

    /// Reads it and every rule file; what is wrong is in `problems`, and the answer counts only if
    /// nothing is. A pack without the file has no rules.
    public static TriggersFile read(PackFiles pack, PackManifest manifest, Problems problems) {
        TreeMap<String, String> files = new TreeMap<>();
        Arrival.Settings settings = settings(Optional.empty(), manifest);
        Optional<String> text = pack.file(NAME);
        if (text.isPresent()) {
            files.put(NAME, text.get());
            Optional<YamlMap> top = YamlFile.parse(NAME, text.get(), problems).map(YamlValue::map);
            settings = settings(top, manifest);
            for (YamlValue named : top.map(t -> t.list("rule-files")).orElse(List.of())) {
                add(files, pack, named);
            }
        }
        check(files, problems);
        return new TriggersFile(settings, files);
    }

    private static Arrival.Settings settings(Optional<YamlMap> top, PackManifest manifest) {
        Arrival.Settings usual = Arrival.Settings.DEFAULTS;
        if (top.isEmpty()) {
            return new Arrival.Settings(
                    usual.dialect(), manifest.lateness(), usual.every(), usual.retention());
        }
        YamlMap m = top.get();
        String dialect = m.text("dialect", usual.dialect());
        if (!Rules.DIALECTS.containsKey(dialect)) {
            m.required("dialect").problem("expected promql-3 or promql-2, got '" + dialect + "'");
        }
        Duration every = m.duration("every", usual.every());
        if (every.compareTo(LEAST_EVERY) < 0) {
            m.required("every").problem("rules are evaluated every 10ms at most");
        }
        Duration retention = m.duration("retention", usual.retention());
        if (retention.compareTo(LEAST_RETENTION) < 0 || retention.compareTo(MOST_RETENTION) > 0) {
            m.required("retention").problem("samples are kept for 1m at least and 2d at most");
        }
        return new Arrival.Settings(dialect, manifest.lateness(), every, retention);
    }

    private static void add(Map<String, String> files, PackFiles pack, YamlValue named) {
        Optional<String> text = pack.file(named.text());
        if (text.isPresent()) {
            files.put(named.text(), text.get());
        } else {
            named.problem("the pack has no file '%s'".formatted(named.text()));
        }
    }

    private static void check(Map<String, String> files, Problems problems) {
        files.forEach((name, text) -> {
            try {
                Rules.read(name, text);
            } catch (RuleProblems e) {
                for (Problem p : e.problems()) {
                    problems.add(p.file(), p.line(), p.column(), p.message());
                }
            }
        });
    }
}
