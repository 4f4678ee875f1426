package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

/// Reads `limits:`.
final class LimitsSection {
    private static final int MOST_ROLLBACKS = 1_000;

    private LimitsSection() {}

    static LimitPolicy limits(YamlMap file) {
        YamlMap m =
                file.map("limits")
                        .only("cool-down", "rollbacks", "incident", "not-again", "freeze");
        YamlMap rollbacks = m.map("rollbacks").only("system", "fleet", "within");
        LimitPolicy d = LimitPolicy.DEFAULT;
        return new LimitPolicy(
                m.duration("cool-down", d.coolDown()),
                (int) rollbacks.whole("system", 0, MOST_ROLLBACKS, d.perSystem()),
                (int) rollbacks.whole("fleet", 0, MOST_ROLLBACKS, d.perFleet()),
                PolicyFile.positive(rollbacks, "within", d.within()),
                (int) m.whole("incident", 1, MOST_ROLLBACKS, d.perIncident()),
                m.duration("not-again", d.notAgain()),
                freezes(m));
    }

    private static List<Freeze> freezes(YamlMap m) {
        return m.list("freeze").stream().map(v -> freeze(v.map())).toList();
    }

    private static Freeze freeze(YamlMap m) {
        m.only("name", "from", "to", "except");
        Instant from = instant(m.required("from"));
        Instant to = instant(m.required("to"));
        if (!from.isBefore(to)) {
            m.required("to").problem("the freeze ends before it begins");
        }
        return new Freeze(
                m.text("name"),
                from,
                to,
                m.list("except").stream().map(v -> v.oneOf(Severity.class)).toList());
    }

    private static Instant instant(YamlValue v) {
        try {
            return Instant.parse(v.text());
        } catch (DateTimeParseException _) {
            v.problem("expected a time such as 2026-11-27T00:00:00Z, got '%s'".formatted(v.text()));
            return Instant.EPOCH;
        }
    }
}
