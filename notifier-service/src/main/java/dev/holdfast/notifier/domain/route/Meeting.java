package dev.holdfast.notifier.domain.route;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;

/// When and with whom a post-mortem is talked about.
///
/// @param match the incidents that get one
/// @param days so many working days after the incident
/// @param channels told with the draft and the invitation
/// @param invite e-mail addresses
public record Meeting(
        Matcher match,
        int days,
        LocalTime at,
        ZoneId zone,
        Duration length,
        List<String> channels,
        List<String> invite) {
    public Meeting {
        channels = List.copyOf(channels);
        invite = List.copyOf(invite);
    }

    /// On a working day.
    public Instant after(Instant end) {
        LocalDate day = end.atZone(zone).toLocalDate();
        for (int left = days; left > 0; left--) {
            day = working(day.plusDays(1));
        }
        return working(day).atTime(at).atZone(zone).toInstant();
    }

    private static LocalDate working(LocalDate day) {
        LocalDate next = day;
        while (next.getDayOfWeek() == DayOfWeek.SATURDAY
                || next.getDayOfWeek() == DayOfWeek.SUNDAY) {
            next = next.plusDays(1);
        }
        return next;
    }
}
