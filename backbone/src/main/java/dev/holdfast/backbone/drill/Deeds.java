package dev.holdfast.backbone.drill;

import dev.holdfast.backbone.pack.YamlMap;

import java.time.Duration;
import java.util.Set;

/// Reads one [Deed]; its first key says which it is.
final class Deeds {
    private static final Set<String> KILLED = Set.of("executor");

    private Deeds() {}

    static Deed deed(YamlMap m) {
        if (m.has("act")) {
            m.only("act", "with");
            return new Deed.Act(m.text("act"), m.map("with").textEntries());
        }
        if (m.has("signal")) {
            m.only("signal", "with");
            return new Deed.Signal(m.text("signal"), m.map("with").textEntries());
        }
        if (m.has("series")) {
            m.only("series", "every");
            return new Deed.Feed(
                    m.required("series").list().stream().map(v -> series(v.map())).toList(),
                    m.duration("every", Duration.ofSeconds(1)));
        }
        if (m.has("await")) {
            m.only("await");
            return new Deed.Await(m.text("await"));
        }
        if (m.has("kill")) {
            m.only("kill");
            return new Deed.Kill(DrillReader.known(m.required("kill"), KILLED));
        }
        m.only("pause");
        return new Deed.Pause(m.required("pause").duration());
    }

    private static Deed.Series series(YamlMap m) {
        m.only("series", "values");
        return new Deed.Series(m.text("series"), m.text("values"));
    }
}
