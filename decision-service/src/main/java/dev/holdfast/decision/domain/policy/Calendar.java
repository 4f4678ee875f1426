package dev.holdfast.decision.domain.policy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/// Hours that come again each week, in the time of a place.
///
/// @param from included
/// @param to not included; before or equal to `from` it lies on the next day
/// @param days the days on which it begins
public record Calendar(LocalTime from, LocalTime to, Set<DayOfWeek> days, ZoneId zone) {
    private static final int WEEK = 8;

    public Calendar {
        days = Set.copyOf(days);
    }

    public boolean covers(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        return begins(local, local.minusDays(1)) || begins(local, local);
    }

    private boolean begins(ZonedDateTime now, ZonedDateTime day) {
        return days.contains(day.getDayOfWeek())
                && !now.isBefore(at(day, from))
                && now.isBefore(end(day));
    }

    private ZonedDateTime end(ZonedDateTime day) {
        return at(to.isAfter(from) ? day : day.plusDays(1), to);
    }

    private static ZonedDateTime at(ZonedDateTime day, LocalTime time) {
        return day.toLocalDate().atTime(time).atZone(day.getZone());
    }

    /// The next moment at which it covers: `now`, if it does.
    public Instant next(Instant now) {
        return covers(now) ? now : nextStart(now);
    }

    /// The next moment after `now` at which it begins.
    public Instant nextStart(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        for (int i = 0; i <= WEEK; i++) {
            ZonedDateTime day = local.plusDays(i);
            Instant start = at(day, from).toInstant();
            if (days.contains(day.getDayOfWeek()) && start.isAfter(now)) {
                return start;
            }
        }
        throw new IllegalStateException("%s never begins".formatted(this));
    }

    /// When what covers `now` ends.
    public Instant until(Instant now) {
        ZonedDateTime local = now.atZone(zone);
        ZonedDateTime day = begins(local, local) ? local : local.minusDays(1);
        return end(day).toInstant();
    }
}
