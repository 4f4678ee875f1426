package dev.holdfast.notifier.domain.board;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// What one event adds to an incident's tree: a new node, or a newer state of one.
///
/// @param key of the node, stable; a later mark with it replaces what the node says
/// @param under the key of the node above, null for one that hangs at its stage
/// @param lines what explains it: reasons, values, evidence
/// @param until when it ends by itself, null where it does not
/// @param done false while the node is under way
public record Mark(
        String key,
        @Nullable String under,
        Stage stage,
        Tone tone,
        String title,
        String text,
        List<String> lines,
        @Nullable Instant until,
        boolean done) {

    /// More lines than this are for the topics, not for a page.
    private static final int LINES = 60;

    private static final int TEXT = 4_000;

    public Mark {
        lines = lines.stream().limit(LINES).map(Mark::cut).toList();
        text = cut(text);
        title = cut(title);
    }

    static Mark of(String key, Stage stage, Tone tone, String title, String text) {
        return new Mark(key, null, stage, tone, title, text, List.of(), null, true);
    }

    Mark under(String parent) {
        return new Mark(key, parent, stage, tone, title, text, lines, until, done);
    }

    Mark lines(List<String> more) {
        return new Mark(key, under, stage, tone, title, text, more, until, done);
    }

    Mark until(@Nullable Instant end) {
        return new Mark(key, under, stage, tone, title, text, lines, end, false);
    }

    Mark underWay() {
        return new Mark(key, under, stage, tone, title, text, lines, until, false);
    }

    private static String cut(String s) {
        return s.length() > TEXT ? s.substring(0, TEXT) + "…" : s;
    }
}
