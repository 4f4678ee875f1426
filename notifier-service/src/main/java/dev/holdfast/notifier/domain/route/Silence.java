package dev.holdfast.notifier.domain.route;

import dev.holdfast.notifier.domain.news.News;

import java.time.Instant;

/// A time in which some news are not told, with who wants it so and why.
///
/// @param id empty for one that stands in a pack
/// @param until the first moment at which it is told again
public record Silence(
        String id, Matcher match, Instant from, Instant until, String by, String reason) {
    public boolean covers(News news, Instant now) {
        return !now.isBefore(from) && now.isBefore(until) && match.matches(news);
    }

    public Silence ending(Instant now) {
        return new Silence(id, match, from, now, by, reason);
    }
}
