package dev.holdfast.backbone.drill;

import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.backbone.pack.YamlMap;
import dev.holdfast.backbone.pack.YamlValue;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// How often drills are held: `{drills: [bad-release], every: month, from: 2026-12-01, remind: 7d}`.
///
/// @param every month, quarter, half-year, year
/// @param from the first day on which it is due
/// @param remind how long before that people are reminded
/// @param start `by-hand`, or `automatic` between `open` and `close` (hours, UTC) of the day it is due
public record Rehearsal(
        List<String> drills,
        String every,
        LocalDate from,
        Duration remind,
        boolean automatic,
        int open,
        int close) {
    private static final Map<String, Period> PERIODS =
            Map.of(
                    "month", Period.ofMonths(1),
                    "quarter", Period.ofMonths(3),
                    "half-year", Period.ofMonths(6),
                    "year", Period.ofYears(1));
    private static final int LAST_HOUR = 24;

    /// @param all the drills of the file
    static Rehearsal read(YamlMap m, List<Drill> all) {
        m.only("drills", "every", "from", "remind", "start", "open", "close");
        boolean automatic = m.text("start", "by-hand").equals("automatic");
        m.list("drills").forEach(v -> named(v, all, automatic));
        String every = m.text("every");
        if (!PERIODS.containsKey(every)) {
            m.required("every")
                    .problem("'%s' is none of month, quarter, half-year, year".formatted(every));
        }
        return new Rehearsal(
                m.texts("drills"),
                every,
                date(m.required("from")),
                m.duration("remind", Duration.ofDays(7)),
                automatic,
                (int) m.whole("open", 0, LAST_HOUR - 1, 9),
                (int) m.whole("close", 1, LAST_HOUR, 16));
    }

    private static void named(YamlValue v, List<Drill> all, boolean automatic) {
        Set<String> names = all.stream().map(Drill::name).collect(Collectors.toSet());
        if (!names.contains(v.text())) {
            v.problem(
                    "there is no drill '%s'%s"
                            .formatted(v.text(), NearestName.hint(v.text(), names)));
        }
        boolean kills =
                all.stream()
                        .filter(d -> d.name().equals(v.text()))
                        .flatMap(d -> d.does().stream())
                        .anyMatch(Deed.Kill.class::isInstance);
        if (automatic && kills) {
            v.problem(
                    "'%s' kills a service of the house, so people begin it: take it out of a schedule with `start: automatic`"
                            .formatted(v.text()));
        }
    }

    private static LocalDate date(YamlValue v) {
        try {
            return LocalDate.parse(v.text());
        } catch (DateTimeException e) {
            v.problem("'%s' is no day such as 2026-12-01".formatted(v.text()));
            return LocalDate.EPOCH;
        }
    }

    /// The day after `last` on which it is due again; `from` when it was never held.
    public LocalDate dueAfter(java.util.Optional<LocalDate> last) {
        Period period = PERIODS.getOrDefault(every, Period.ofMonths(1));
        LocalDate due = from;
        while (last.isPresent() && !due.isAfter(last.get())) {
            due = due.plus(period);
        }
        return due;
    }
}
