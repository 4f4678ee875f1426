package dev.holdfast.notifier.domain.notice;

import dev.holdfast.notifier.domain.news.Word;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/// What a channel gets to deliver.
///
/// @param id the idempotency key: the same for every attempt
/// @param attempt counted from 1
/// @param at the time of this attempt
/// @param facts the words of the news by their names in templates, for channels that show more than
/// a text
/// @param known what the channel answered to earlier notices about the same incident
public record Letter(
        String id,
        String channel,
        String about,
        String scope,
        @Nullable String incident,
        String severity,
        Instant happenedAt,
        String subject,
        String text,
        int attempt,
        Instant at,
        Map<String, String> facts,
        Map<String, String> known) {
    /// In `known`: the e-mail address of who is on call.
    public static final String ON_CALL_MAIL = "on-call-mail";

    /// In `facts`: an invitation in iCalendar form.
    public static final String INVITATION = "invitation";

    public Letter {
        facts = Map.copyOf(facts);
        known = Map.copyOf(known);
    }

    public static Letter of(Notice n, Map<String, String> known, Instant at) {
        return new Letter(
                n.id(),
                n.channel(),
                n.about().written(),
                n.scope().key(),
                n.incident(),
                n.severity().name(),
                n.happenedAt(),
                n.subject(),
                n.text(),
                n.attempts(),
                at,
                n.facts(),
                known);
    }

    /// The word, or an empty text.
    public String fact(Word word) {
        return facts.getOrDefault(word.title(), "");
    }

    /// The incident, or the scope where it is about none: what notices about one thing share.
    public String thread() {
        String of = incident;
        return of == null ? scope : of;
    }

    /// True for an answer that leaves the question open, since more people must agree.
    public boolean stillAsks() {
        return about.equals("approval-answered") && !fact(Word.NEEDED).isEmpty();
    }

    /// True for notices after which nothing more is to be done.
    public boolean ends() {
        return about.equals("resolved") || about.equals("closed");
    }
}
