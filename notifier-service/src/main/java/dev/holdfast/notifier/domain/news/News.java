package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Something to tell, before anybody has asked whom and how.
///
/// @param id of the event it follows from; with the channel it makes the notice's id
/// @param at when it happened
/// @param words the variables of templates, by [Word]
/// @param timeline of the incident, empty where there is none
public record News(
        String id,
        Scope scope,
        Occasion about,
        @Nullable String incident,
        Severity severity,
        Instant at,
        Map<Word, String> words,
        List<Line> timeline) {
    public News {
        words = Map.copyOf(words);
        timeline = List.copyOf(timeline);
    }

    /// The word, or nothing.
    public String word(Word word) {
        return words.getOrDefault(word, "");
    }
}
