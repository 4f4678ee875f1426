package dev.holdfast.notifier.domain.route;

import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Occasion;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Why news are not told: they are a drill's, silenced, old, or small beside something grave.
///
/// @param oldAfter news older than this no longer help anybody
public record Muting(List<Silence> silences, Duration oldAfter, List<Inhibition> inhibitions) {
    public Muting {
        silences = List.copyOf(silences);
        inhibitions = List.copyOf(inhibitions);
    }

    /// What else is known when news are judged.
    ///
    /// @param takesDrills whether the channel is one for drills
    /// @param silences set by people while it runs
    /// @param open one news of each open incident of the scope
    public record Around(boolean takesDrills, List<Silence> silences, List<News> open) {
        public Around {
            silences = List.copyOf(silences);
            open = List.copyOf(open);
        }
    }

    /// The reason to say nothing, or nothing. Whoever tests a channel wants to hear it.
    public Optional<String> reason(News news, Around around, Instant now) {
        if (news.about() == Occasion.TEST) {
            return Optional.empty();
        }
        if (news.scope().drill() != null && !around.takesDrills()) {
            return Optional.of("a drill reaches only channels with 'drills: true'");
        }
        Duration age = Duration.between(news.at(), now);
        if (age.compareTo(oldAfter) > 0) {
            return Optional.of(
                    "it is %s old, told is up to %s"
                            .formatted(
                                    Durations.show(age.truncatedTo(ChronoUnit.SECONDS)),
                                    Durations.show(oldAfter)));
        }
        return silenced(news, around, now).or(() -> inhibited(news, around));
    }

    private Optional<String> silenced(News news, Around around, Instant now) {
        return Stream.concat(silences.stream(), around.silences().stream())
                .filter(s -> s.covers(news, now))
                .findFirst()
                .map(s -> "silenced by %s until %s: %s".formatted(s.by(), s.until(), s.reason()));
    }

    private Optional<String> inhibited(News news, Around around) {
        return inhibitions.stream().flatMap(i -> i.by(news, around.open()).stream()).findFirst();
    }
}
