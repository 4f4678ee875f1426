package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What the notifier remembers of one incident: enough to say what is going on in plain words.
///
/// @param impact what users feel of it
/// @param action what is being done about it
/// @param reason why it is done: the sentence of the last decision
/// @param updates how many promised updates were told
/// @param packDigest the pack that ruled when it began; it ends on that one
/// @param timeline at most [#LINES] lines, the first one and the newest
public record Card(
        String incident,
        Scope scope,
        String title,
        Severity severity,
        Instant openedAt,
        @Nullable String packDigest,
        String impact,
        String action,
        String reason,
        Waiting waiting,
        Course course,
        int updates,
        List<Line> timeline) {

    /// A timeline longer than this is for the console, not for a message.
    static final int LINES = 12;

    private static final int TEXT = 240;

    public Card {
        timeline = List.copyOf(timeline);
    }

    public boolean over() {
        return course.overAt() != null;
    }

    public Card updated() {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates + 1,
                timeline);
    }

    Card impact(String impact) {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates,
                timeline);
    }

    Card severity(Severity severity) {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates,
                timeline);
    }

    Card action(String action) {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates,
                timeline);
    }

    Card reason(String reason) {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates,
                timeline);
    }

    Card waiting(String state, String sentence, @Nullable Instant until) {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                new Waiting(state, sentence, until),
                course,
                updates,
                timeline);
    }

    Card course(Course course) {
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates,
                timeline);
    }

    Card line(Instant at, String text) {
        List<Line> lines = new ArrayList<>(timeline);
        lines.add(new Line(at, text.length() > TEXT ? text.substring(0, TEXT) + "…" : text));
        if (lines.size() > LINES) {
            lines.remove(1);
        }
        return new Card(
                incident,
                scope,
                title,
                severity,
                openedAt,
                packDigest,
                impact,
                action,
                reason,
                waiting,
                course,
                updates,
                lines);
    }
}
