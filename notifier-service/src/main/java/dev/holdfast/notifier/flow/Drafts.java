package dev.holdfast.notifier.flow;

import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.notice.Notice;
import dev.holdfast.notifier.domain.notice.Notice.Standing;
import dev.holdfast.notifier.domain.plan.ChannelSpec;
import dev.holdfast.notifier.domain.route.Delivery;
import dev.holdfast.notifier.domain.template.Text;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Writes the first version of a notice.
final class Drafts {
    private Drafts() {}

    /// @param digest the pack that names the channel
    /// @param extra facts beyond the news' own words
    record Frame(
            @Nullable String digest,
            News news,
            Delivery to,
            ChannelSpec channel,
            Map<String, String> extra) {
        Frame(@Nullable String digest, News news, Delivery to, ChannelSpec channel) {
            this(digest, news, to, channel, Map.of());
        }

        Map<String, String> facts() {
            Map<String, String> facts = new HashMap<>(news.facts());
            facts.putAll(extra);
            return facts;
        }
    }

    static Notice notice(Frame f, Optional<Text> text, Optional<String> muted, Instant now) {
        Optional<String> quiet =
                muted.or(() ->
                        text.isPresent()
                                ? Optional.empty()
                                : Optional.of(
                                        "there are no words for " + f.to.audience().written()));
        News news = f.news;
        return new Notice(
                Notice.id(news.id(), f.channel.name()),
                news.id(),
                news.scope(),
                news.incident(),
                news.about(),
                news.severity(),
                f.channel.name(),
                f.digest,
                text.map(Text::subject).orElse(news.about().written()),
                text.map(Text::body).orElse(""),
                quiet.isPresent()
                        ? Standing.MUTED
                        : standing(f, text.map(Text::unfinished).orElse(false)),
                0,
                news.at(),
                now,
                now,
                quiet.or(() -> text.map(Text::remark)).orElse(""),
                null,
                f.to.audience(),
                f.facts(),
                null);
    }

    /// Words for people outside wait for a person; a group waits to be complete; the rest goes out.
    private static Standing standing(Frame f, boolean unfinished) {
        if (f.to.audience().outside() && (f.channel.drafts() || unfinished)) {
            return Standing.DRAFT;
        }
        return f.to.group().isPositive() && f.news.incident() != null
                ? Standing.HELD
                : Standing.WAITING;
    }
}
