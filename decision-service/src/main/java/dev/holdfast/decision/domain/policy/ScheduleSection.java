package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Reads `windows:` and the `schedule:` of a row.
final class ScheduleSection {
    private ScheduleSection() {}

    static Map<String, Calendar> windows(YamlMap file) {
        Map<String, Calendar> windows = new LinkedHashMap<>();
        file.map("windows")
                .entries()
                .forEach((name, v) ->
                        windows.put(
                                name,
                                CalendarReader.read(v.map().only("days", "from", "to", "zone"))));
        return windows;
    }

    static Schedule schedule(YamlMap m, Map<String, Calendar> windows) {
        m.only("after", "at", "zone", "window", "with", "at-latest");
        long said = Stream.of("after", "at", "window", "with").filter(m::has).count();
        if (said != 1) {
            m.self().problem("a schedule says exactly one of 'after', 'at', 'window' and 'with'");
        }
        Duration atLatest = PolicyFile.positive(m, "at-latest", Duration.ofDays(14));
        if (m.has("after")) {
            return new Schedule(
                    PolicyFile.positive(m, "after", Duration.ofHours(1)), null, false, atLatest);
        }
        if (m.has("at")) {
            LocalTime at = CalendarReader.time(m.required("at"));
            Calendar daily =
                    new Calendar(
                            at,
                            at.plusMinutes(1),
                            EnumSet.allOf(DayOfWeek.class),
                            CalendarReader.zone(m));
            return new Schedule(null, daily, false, atLatest);
        }
        if (m.has("window")) {
            return new Schedule(null, window(m, windows), false, atLatest);
        }
        if (m.has("with") && !m.text("with").equals("next-deployment")) {
            m.required("with").problem("'with' is next-deployment");
        }
        return new Schedule(null, null, true, atLatest);
    }

    private static Calendar window(YamlMap m, Map<String, Calendar> windows) {
        String name = m.text("window");
        Calendar window = windows.get(name);
        if (window != null) {
            return window;
        }
        m.required("window")
                .problem(
                        "there is no window '%s' under 'windows'%s"
                                .formatted(name, NearestName.hint(name, windows.keySet())));
        return new Calendar(
                LocalTime.MIDNIGHT,
                LocalTime.MIDNIGHT,
                EnumSet.allOf(DayOfWeek.class),
                java.time.ZoneId.of("UTC"));
    }
}
