package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.YamlMap;

import java.time.Duration;
import java.util.List;

/// Reads the `targets:` of a row.
final class TargetsSection {
    private TargetsSection() {}

    static List<TimeTarget> targets(YamlMap row) {
        return row.list("targets").stream().map(v -> target(v.map())).toList();
    }

    private static TimeTarget target(YamlMap m) {
        m.only("from", "to", "within");
        Moment from = m.optional("from").map(v -> v.oneOf(Moment.class)).orElse(Moment.RAISED);
        Moment to = m.optional("to").map(v -> v.oneOf(Moment.class)).orElse(Moment.COMPLETED);
        if (to.compareTo(from) <= 0) {
            m.self().problem("'%s' does not come after '%s'".formatted(to.word(), from.word()));
        }
        m.required("within");
        return new TimeTarget(from, to, PolicyFile.positive(m, "within", Duration.ofHours(1)));
    }
}
