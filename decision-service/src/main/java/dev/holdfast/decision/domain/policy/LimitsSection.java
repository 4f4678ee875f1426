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
                        .only("cool-down", "rollbacks", "share", "incident", "not-again", "freeze");
        YamlMap rollbacks = m.map("rollbacks").only("system", "fleet", "within");
        LimitPolicy d = LimitPolicy.DEFAULT;
        return new LimitPolicy(
                m.duration("cool-down", d.coolDown()),
                (int) rollbacks.whole("system", 0, MOST_ROLLBACKS, d.perSystem()),
                (int) rollbacks.whole("fleet", 0, MOST_ROLLBACKS, d.perFleet()),
                PolicyFile.positive(rollbacks, "within", d.within()),
                (int) m.whole("incident", 1, MOST_ROLLBACKS, d.perIncident()),
                m.duration("not-again", d.notAgain()),
                share(m),
                freezes(m));
    }

    private static List<Freeze> freezes(YamlMap m) {
        return m.list("freeze").stream().map(v -> freeze(v.map())).toList();
    }

    /// Of the systems of the fleet, which part may be rolled back at the same time.
    private static double share(YamlMap m) {
        String text = m.text("share", "100%");
        if (text.matches("(100|[1-9]\\d?)%")) {
            return Integer.parseInt(text.substring(0, text.length() - 1)) / 100.0;
        }
        m.required("share").problem("'share' is a part of the fleet such as 20%");
        return 1;
    }

    private static Freeze freeze(YamlMap m) {
        m.only("name", "from", "to", "days", "zone", "except");
        List<Severity> except =
                m.list("except").stream().map(v -> v.oneOf(Severity.class)).toList();
        if (m.required("from").text().matches("\\d\\d:\\d\\d")) {
            return new Freeze(m.text("name"), null, CalendarReader.read(m), except);
        }
        Instant from = instant(m.required("from"));
        Instant to = instant(m.required("to"));
        if (!from.isBefore(to)) {
            m.required("to").problem("the freeze ends before it begins");
        }
        return new Freeze(m.text("name"), new Freeze.Span(from, to), null, except);
    }

    static Instant instant(YamlValue v) {
        try {
            return Instant.parse(v.text());
        } catch (DateTimeParseException _) {
            v.problem("expected a time such as 2026-11-27T00:00:00Z, got '%s'".formatted(v.text()));
            return Instant.EPOCH;
        }
    }
}
