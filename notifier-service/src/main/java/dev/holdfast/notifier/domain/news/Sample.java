package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// News for a preview: each variable says what it stands for.
public final class Sample {
    private Sample() {}

    public static News of(Occasion about, Scope scope, Instant now) {
        Map<Word, String> words = new EnumMap<>(Word.class);
        for (Word word : Word.values()) {
            words.put(word, "‹" + word.meaning() + "›");
        }
        words.put(Word.SYSTEM, scope.system());
        words.put(Word.ENVIRONMENT, scope.environment());
        words.put(Word.SEVERITY, Severity.P1.name());
        words.put(Word.SEVERITY_WORD, Spoken.severity(Severity.P1));
        return new News(
                EventId.of("sample", about),
                scope,
                about,
                "‹incident›",
                Severity.P1,
                now,
                words,
                List.of(
                        new Line(now.minusSeconds(90), "‹the first line of the timeline›"),
                        new Line(now, "‹the newest line›")));
    }
}
