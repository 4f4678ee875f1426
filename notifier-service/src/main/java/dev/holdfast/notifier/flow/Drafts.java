package dev.holdfast.notifier.flow;

import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.domain.template.Text;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/// Writes the first version of a notice.
final class Drafts {
    private Drafts() {}

    static Notice notice(
            @Nullable String digest,
            News news,
            Delivery to,
            Optional<Text> text,
            Optional<String> muted,
            Instant now) {
        Optional<String> quiet =
                muted.or(() ->
                        text.isPresent()
                                ? Optional.empty()
                                : Optional.of("there are no words for " + to.audience().written()));
        boolean held = to.group().isPositive() && news.incident() != null;
        Standing standing =
                quiet.isPresent() ? Standing.MUTED : held ? Standing.HELD : Standing.WAITING;
        return new Notice(
                Notice.id(news.id(), to.channel()),
                news.id(),
                news.scope(),
                news.incident(),
                news.about(),
                news.severity(),
                to.channel(),
                digest,
                text.map(Text::subject).orElse(news.about().written()),
                text.map(Text::body).orElse(""),
                standing,
                0,
                news.at(),
                now,
                now,
                quiet.orElse(""),
                null);
    }
}
