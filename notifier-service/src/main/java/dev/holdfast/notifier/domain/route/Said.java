package dev.holdfast.notifier.domain.route;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.notifier.domain.news.News;
import dev.holdfast.notifier.domain.news.Word;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What a channel was told last about one incident on one occasion.
///
/// @param words fingerprint of what was said, times aside
/// @param event the news' id, null in documents of an earlier version
public record Said(String words, Instant at, @Nullable String event) {
    private static final Set<Word> TIMES =
            EnumSet.of(Word.AT, Word.DURATION, Word.ETA, Word.NEXT_UPDATE, Word.STARTED_AT);

    public static Said of(News news, Instant now) {
        Map<Word, String> lasting = new TreeMap<>(news.words());
        lasting.keySet().removeAll(TIMES);
        return new Said(EventId.of("said", news.about(), lasting), now, news.id());
    }

    /// True when `news` would say again what was said less than `repeat` ago.
    public static boolean already(@Nullable Said last, Said next, Duration repeat) {
        return last != null
                && last.words.equals(next.words)
                && next.at.isBefore(last.at.plus(repeat));
    }
}
