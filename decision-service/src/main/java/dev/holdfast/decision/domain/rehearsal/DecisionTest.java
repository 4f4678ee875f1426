package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.Duration;
import java.util.List;

/// One test of decisions: what is so, what happens when, and what is expected when.
///
/// @param at where it stands, to report what is wrong with it
record DecisionTest(String name, YamlMap at, List<Timed> events, List<Timed> expectations) {
    private static final String[] KEYS = {
        "name",
        "environment",
        "mode",
        "start",
        "releases",
        "plan",
        "takes",
        "fails",
        "verdict",
        "assessment",
        "answers",
        "members",
        "events",
        "expect"
    };

    /// A line with its time after the beginning.
    record Timed(Duration at, YamlMap line) {}

    static DecisionTest read(YamlMap m) {
        m.only(KEYS);
        return new DecisionTest(
                m.text("name"), m, timed(m.list("events")), timed(m.list("expect")));
    }

    private static List<Timed> timed(List<YamlValue> lines) {
        return lines.stream()
                .map(YamlValue::map)
                .map(line -> new Timed(line.required("at").duration(), line))
                .toList();
    }
}
