package dev.holdfast.notifier.domain.route;

import dev.holdfast.notifier.domain.news.News;

import java.util.List;
import java.util.Optional;

/// While something grave is open, the small things beside it are not told.
///
/// @param source what of another open incident of the same system and environment must be true
/// @param target what is then not told
public record Inhibition(Matcher source, Matcher target) {
    /// The incident that keeps these news back, or nothing.
    ///
    /// @param open one news of each other open incident, as it stands
    public Optional<String> by(News news, List<News> open) {
        return !target.matches(news)
                ? Optional.empty()
                : open.stream()
                        .filter(o -> !String.valueOf(o.incident()).equals(news.incident()))
                        .filter(source::matches)
                        .findFirst()
                        .map(o -> "inhibited while %s is open".formatted(o.incident()));
    }
}
