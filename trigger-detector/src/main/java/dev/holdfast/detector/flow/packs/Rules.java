package dev.holdfast.detector.flow.packs;

import dev.holdfast.detector.domain.engine.EngineSettings;
import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.rules.RuleFile;
import dev.holdfast.detector.domain.rules.RuleFiles;
import dev.holdfast.detector.domain.rules.RuleGroup;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.flow.samples.Arrival;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Rules as the engine wants them, from the texts that the log carries.
public final class Rules {
    static final Map<String, Dialect> DIALECTS =
            Map.of("promql-3", Dialect.PROMQL_3, "promql-2", Dialect.PROMQL_2);

    private Rules() {}

    /// @throws dev.holdfast.detector.domain.rules.RuleProblems with everything that is wrong
    public static RulePack of(Arrival.PackSwitch change) {
        List<RuleGroup> groups = new ArrayList<>();
        change.files().forEach((name, text) -> groups.addAll(read(name, text).groups()));
        return new RulePack(change.digest(), dialect(change.settings()), groups);
    }

    public static EngineSettings settings(Arrival.Settings s) {
        EngineSettings d = EngineSettings.DEFAULTS;
        return new EngineSettings(
                s.lateness(), s.every(), s.retention(), d.restate(), d.maxSeries());
    }

    static RuleFile read(String name, String text) {
        return RuleFiles.readOfPack(name, text);
    }

    private static Dialect dialect(Arrival.Settings settings) {
        return DIALECTS.getOrDefault(settings.dialect(), Dialect.PROMQL_3);
    }
}
