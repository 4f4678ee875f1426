package dev.holdfast.decision.domain.policy;

import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Reads hours of the week: `{days: [mon, tue], from: "22:00", to: "06:00", zone: Europe/Berlin}`.
final class CalendarReader {
    private CalendarReader() {}

    static Calendar read(YamlMap m) {
        return new Calendar(time(m.required("from")), time(m.required("to")), days(m), zone(m));
    }

    static LocalTime time(YamlValue v) {
        try {
            return LocalTime.parse(v.text());
        } catch (DateTimeParseException _) {
            v.problem("expected an hour such as \"22:00\", got '%s'".formatted(v.text()));
            return LocalTime.MIDNIGHT;
        }
    }

    static Set<DayOfWeek> days(YamlMap m) {
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (YamlValue day : m.list("days")) {
            String text = day.text().toUpperCase(Locale.ROOT);
            boolean known = false;
            for (DayOfWeek d : DayOfWeek.values()) {
                if (text.length() >= 3 && d.name().startsWith(text)) {
                    days.add(d);
                    known = true;
                }
            }
            if (!known) {
                day.problem("'%s' is no day: write mon, tue, ... sun".formatted(day.text()));
            }
        }
        return days.isEmpty() ? EnumSet.allOf(DayOfWeek.class) : days;
    }

    static ZoneId zone(YamlMap m) {
        String name = m.text("zone", "UTC");
        try {
            return ZoneId.of(name);
        } catch (DateTimeException _) {
            m.required("zone")
                    .problem(
                            "'%s' is no time zone: write one such as Europe/Berlin"
                                    .formatted(name));
            return ZoneId.of("UTC");
        }
    }
}
