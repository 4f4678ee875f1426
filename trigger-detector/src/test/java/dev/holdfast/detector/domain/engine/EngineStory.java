package dev.holdfast.detector.domain.engine;

import dev.holdfast.detector.domain.promql.Dialect;
import dev.holdfast.detector.domain.rules.RuleFiles;
import dev.holdfast.detector.domain.rules.RulePack;
import dev.holdfast.detector.domain.ruletest.SeriesNotation;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.util.ArrayList;
import java.util.List;

/// An engine in a test, told about samples in seconds from a fixed hour.
final class EngineStory {

    static final long T0 = 1_700_000_000_000L;

    Engine engine;
    final List<String> told = new ArrayList<>();
    final List<Transition> transitions = new ArrayList<>();

    EngineStory(String rules) {
        this(rules, EngineSettings.DEFAULTS);
    }

    EngineStory(String rules, EngineSettings settings) {
        this.engine = new Engine(pack(rules), settings);
    }

    static RulePack pack(String rules) {
        return new RulePack(
                "digest", Dialect.PROMQL_3, RuleFiles.read("rules.yml", rules).groups());
    }

    static String rule(String body) {
        return "groups:\n- name: g\n  rules:\n" + body.indent(2);
    }

    EngineStory sample(String series, double seconds, double value) {
        return take(
                new Input.Batch(
                        List.of(
                                SeriesSamples.one(
                                        SeriesNotation.labels(series),
                                        T0 + Math.round(seconds * 1000),
                                        value))));
    }

    EngineStory tick(double seconds) {
        return take(new Input.Tick(T0 + Math.round(seconds * 1000)));
    }

    EngineStory take(Input input) {
        for (Transition transition : engine.accept(input)) {
            transitions.add(transition);
            told.add(told(transition));
        }
        return this;
    }

    static String told(Transition transition) {
        String what =
                switch (transition) {
                    case Transition.Raised _ -> "raised";
                    case Transition.Updated _ -> "updated";
                    case Transition.Cleared _ -> "cleared";
                };
        return "%s %s at %s"
                .formatted(what, transition.alert().id(), (transition.at() - T0) / 1000.0);
    }
}
