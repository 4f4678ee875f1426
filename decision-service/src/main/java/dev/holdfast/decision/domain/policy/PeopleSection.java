package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/// Reads what leaves time to people: `assess:`, `automatic-window:`, `fix-forward:`.
final class PeopleSection {
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(30);
    private static final int MOST_EXTENSIONS = 10;

    private PeopleSection() {}

    static @Nullable Assess assess(YamlMap file) {
        if (!file.has("assess")) {
            return null;
        }
        YamlMap m = file.map("assess").only("stage", "within");
        Duration within = PolicyFile.positive(m, "within", LONGEST_LOOK);
        if (within.compareTo(LONGEST_LOOK) > 0) {
            m.required("within").problem("an assessment takes at most 30s");
        }
        return new Assess(m.text("stage", "assessment"), within);
    }

    static @Nullable AutomaticWindow window(YamlMap file) {
        if (!file.has("automatic-window")) {
            return null;
        }
        YamlMap m = file.map("automatic-window").only("within", "ends-with");
        String ends = m.textOrNull("ends-with");
        if (ends != null && !ends.equals("deployment.completed")) {
            m.required("ends-with").problem("'ends-with' is the signal deployment.completed");
        }
        var _ = m.required("within");
        return new AutomaticWindow(
                PolicyFile.positive(m, "within", Duration.ofMinutes(60)), ends != null);
    }

    static FixForward fixForward(YamlMap file) {
        YamlMap m = file.map("fix-forward").only("at-most", "extensions");
        int extensions =
                (int) m.whole("extensions", 0, MOST_EXTENSIONS, FixForward.DEFAULT.extensions());
        if (!m.has("at-most")) {
            return new FixForward(FixForward.DEFAULT.atMost(), extensions);
        }
        Map<Severity, Duration> atMost = new EnumMap<>(Severity.class);
        YamlMap by = m.map("at-most").only("P0", "P1", "P2", "P3");
        by.entries()
                .forEach((name, v) -> {
                    for (Severity s : Severity.values()) {
                        if (s.name().equals(name)) {
                            atMost.put(s, positive(v));
                        }
                    }
                });
        return new FixForward(atMost, extensions);
    }

    private static Duration positive(YamlValue v) {
        Duration d = v.duration();
        if (d.isZero()) {
            v.problem("this must be longer than 0s; leave the line out for no repair");
        }
        return d;
    }
}
