package dev.holdfast.notifier.domain.route;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Why news are not told: they are a drill's, silenced, or old.
///
/// @param oldAfter news older than this no longer help anybody
public record Muting(List<Silence> silences, Duration oldAfter) {
    public Muting {
        silences = List.copyOf(silences);
    }

    /// The reason to say nothing, or nothing. Whoever tests a channel wants to hear it.
    ///
    /// @param takesDrills whether the channel is one for drills
    public Optional<String> reason(News news, boolean takesDrills, Instant now) {
        if (news.about() == Occasion.TEST) {
            return Optional.empty();
        }
        if (news.scope().drill() != null && !takesDrills) {
            return Optional.of("a drill reaches only channels with 'drills: true'");
        }
        Duration age = Duration.between(news.at(), now);
        if (age.compareTo(oldAfter) > 0) {
            return Optional.of(
                    "it is %s old, told is up to %s"
                            .formatted(
                                    Durations.show(
                                            age.truncatedTo(java.time.temporal.ChronoUnit.SECONDS)),
                                    Durations.show(oldAfter)));
        }
        return silences.stream()
                .filter(s -> s.covers(news, now))
                .findFirst()
                .map(s -> "silenced by %s until %s: %s".formatted(s.by(), s.until(), s.reason()));
    }
}
