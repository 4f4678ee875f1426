package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Release;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/// Gathers the variables of one notice.
final class Words {
    private final Map<Word, String> words = new EnumMap<>(Word.class);

    /// All that an incident's card knows.
    static Words of(Card card, Promise promise, Instant at) {
        Course c = card.course();
        return new Words()
                .put(Word.INCIDENT, card.incident())
                .put(Word.TITLE, card.title())
                .put(Word.SEVERITY, card.severity().name())
                .put(Word.SEVERITY_WORD, Spoken.severity(card.severity()))
                .put(Word.SYSTEM, card.scope().system())
                .put(Word.ENVIRONMENT, card.scope().environment())
                .put(Word.STATUS, status(card))
                .put(Word.IMPACT, card.impact())
                .put(Word.ACTION, card.action())
                .put(Word.SENTENCE, card.reason())
                .put(Word.FROM, version(c.from()))
                .put(Word.TO, version(c.to()))
                .put(Word.COMPONENT, c.to() == null ? "" : c.to().component())
                .put(Word.ETA, Spoken.time(c.eta()))
                .put(Word.STEPS, c.steps() == 0 ? "" : Integer.toString(c.steps()))
                .put(Word.DONE, Integer.toString(c.stepsDone()))
                .put(Word.STARTED_AT, Spoken.time(card.openedAt()))
                .put(Word.AT, Spoken.time(at))
                .put(Word.DURATION, Spoken.duration(Duration.between(card.openedAt(), at)))
                .put(Word.DEADLINE, Spoken.time(card.waiting().until()))
                .put(Word.NEXT_UPDATE, Spoken.time(at.plus(promise.every())))
                .put(Word.TAKEN, card.taken())
                .put(Word.LINK, promise.link(card.incident()));
    }

    Words put(Word word, @Nullable String value) {
        words.put(word, value == null ? "" : value);
        return this;
    }

    Map<Word, String> all() {
        return words;
    }

    private static String status(Card card) {
        String sentence = card.waiting().sentence();
        String state = card.waiting().state();
        return sentence.isBlank() || card.over() ? state : state + ", waiting for " + sentence;
    }

    private static String version(@Nullable Release release) {
        return release == null ? "" : release.version();
    }
}
