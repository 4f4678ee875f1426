package dev.holdfast.notifier.domain.board;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/// One node of an incident's tree as it stands.
///
/// @param event the id of the event that last changed it
/// @param type of that event, such as `step.finished`
/// @param since when the node began
/// @param at when it last changed
public record Node(
        String key,
        @Nullable String under,
        Stage stage,
        Tone tone,
        String title,
        String text,
        List<String> lines,
        @Nullable Instant until,
        boolean done,
        String event,
        String type,
        Instant since,
        Instant at) {

    /// The node after a mark; what explained it before stays where the mark explains nothing. A mark
    /// that is older than what the node says only tells when it began: topics have no order.
    static Node after(@Nullable Node before, Mark m, String event, String type, Instant at) {
        if (before != null && at.isBefore(before.at)) {
            return before.begun(at, m.under());
        }
        return new Node(
                m.key(),
                m.under() == null && before != null ? before.under : m.under(),
                m.stage(),
                m.tone(),
                m.title(),
                m.text().isEmpty() && before != null ? before.text : m.text(),
                m.lines().isEmpty() && before != null ? before.lines : m.lines(),
                m.until(),
                m.done(),
                event,
                type,
                before == null ? at : before.since,
                at);
    }

    private Node begun(Instant earlier, @Nullable String parent) {
        Instant start = earlier.isBefore(since) ? earlier : since;
        return new Node(
                key,
                under == null ? parent : under,
                stage,
                tone,
                title,
                text,
                lines,
                until,
                done,
                event,
                type,
                start,
                at);
    }
}
