package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

    /// The same with one more word.
    public News with(Word word, String value) {
        Map<Word, String> all = new EnumMap<>(Word.class);
        all.putAll(words);
        all.put(word, value);
        return new News(id, scope, about, incident, severity, at, all, timeline);
    }

    /// The words there are, by their names in templates.
    public Map<String, String> facts() {
        return words.entrySet().stream()
                .filter(w -> !w.getValue().isEmpty())
                .collect(Collectors.toMap(w -> w.getKey().title(), Map.Entry::getValue));
    }

    /// The word, or nothing.
    public String word(Word word) {
        return words.getOrDefault(word, "");
    }
}
