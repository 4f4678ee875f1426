package dev.holdfast.notifier.domain.route;

import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;

/// Hours in which a channel is told only what cannot wait; the rest is told when they end.
///
/// @param from the first quiet minute of the day
/// @param to the first minute that is not quiet any more; earlier than `from` for a night
/// @param unless what is told all the same
public record Quiet(LocalTime from, LocalTime to, ZoneId zone, Matcher unless) {
    /// When these news may be told: `now`, or the end of the quiet hours.
    public Instant due(News news, Instant now) {
        if (news.about() == Occasion.TEST || unless.matches(news)) {
            return now;
        }
        ZonedDateTime here = now.atZone(zone);
        LocalTime time = here.toLocalTime();
        LocalDate day = here.toLocalDate();
        boolean night = to.isBefore(from);
        boolean quiet =
                night
                        ? !time.isBefore(from) || time.isBefore(to)
                        : !time.isBefore(from) && time.isBefore(to);
        if (!quiet) {
            return now;
        }
        LocalDate ends = night && !time.isBefore(from) ? day.plusDays(1) : day;
        return ends.atTime(to).atZone(zone).toInstant();
    }
}
