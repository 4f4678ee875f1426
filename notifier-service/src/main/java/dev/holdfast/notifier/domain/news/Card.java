package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Severity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// What the notifier remembers of one incident: enough to say what is going on in plain words, and to
/// write its report when it is over.
///
/// @param impact what users feel of it
/// @param action what is being done about it
/// @param reason why it is done: the sentence of the last decision
/// @param updates how many promised updates were told
/// @param packDigest the pack that ruled when it began; it ends on that one
/// @param timeline at most [#LINES] lines, the first one and the newest
/// @param taken who has taken it over, empty while nobody has
/// @param yesWanted how many must still agree to what people were asked, 0 when nothing is open
/// @param asked what people were asked last
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
        List<Line> timeline,
        String taken,
        int yesWanted,
        Asked asked) {
    /// A timeline longer than this is for the topics, not for a report.
    static final int LINES = 300;

    /// A message shows so many lines: the first one and the newest.
    static final int TOLD = 12;

    private static final int TEXT = 240;

    public Card {
        timeline = List.copyOf(timeline);
        taken = taken == null ? "" : taken;
        asked = asked == null ? Asked.NOTHING : asked;
    }

    /// A question to people.
    ///
    /// @param request its id, empty before the first one
    /// @param wanted how many must still agree, also after one of them has said no: who ranks higher
    ///     may overrule that
    public record Asked(String request, int wanted) {
        static final Asked NOTHING = new Asked("", 0);
    }

    public boolean over() {
        return course.overAt() != null;
    }

    /// The lines for a message.
    public List<Line> told() {
        List<Line> lines = new ArrayList<>(timeline);
        lines.removeIf(Line::detail);
        if (lines.size() > TOLD) {
            lines.subList(1, lines.size() - TOLD + 1).clear();
        }
        return lines;
    }

    public Card updated() {
        return with(c -> c.updates = updates + 1);
    }

    /// Somebody has taken it over: it goes to no higher level by itself any more.
    public Card taken(String by, Instant at) {
        return with(c -> c.taken = by).line(at, "Taken over by " + by);
    }

    Card asks(String request, int people) {
        return with(c -> {
            c.asked = new Asked(request, people);
            c.yesWanted = people;
        });
    }

    /// A yes to another request than the one that was asked is an answer outright. A card of an earlier
    /// version does not know which was asked: then it is one of those wanted.
    Card yes(String request) {
        if (asked.request().isEmpty() && yesWanted > 0) {
            return asks(request, yesWanted - 1);
        }
        if (!asked.request().equals(request)) {
            return answered();
        }
        int more = Math.max(0, asked.wanted() - 1);
        return asks(request, more);
    }

    Card answered() {
        return with(c -> c.yesWanted = 0);
    }

    Card impact(String impact) {
        return with(c -> c.impact = impact);
    }

    Card severity(Severity severity) {
        return with(c -> c.severity = severity);
    }

    Card action(String action) {
        return with(c -> c.action = action);
    }

    Card reason(String reason) {
        return with(c -> c.reason = reason);
    }

    Card waiting(String state, String sentence, @Nullable Instant until) {
        return with(c -> c.waiting = new Waiting(state, sentence, until));
    }

    Card course(Course course) {
        return with(c -> c.course = course);
    }

    Card line(Instant at, String text) {
        return line(new Line(at, cut(text), false));
    }

    Card detail(Instant at, String text) {
        return line(new Line(at, cut(text), true));
    }

    private Card line(Line line) {
        List<Line> lines = new ArrayList<>(timeline);
        lines.add(line);
        if (lines.size() > LINES) {
            lines.remove(1);
        }
        return with(c -> c.timeline = lines);
    }

    private static String cut(String text) {
        return text.length() > TEXT ? text.substring(0, TEXT) + "…" : text;
    }

    private Card with(Consumer<Copy> change) {
        Copy copy = new Copy(this);
        change.accept(copy);
        return copy.card();
    }

    /// A card while something of it is being changed.
    private static final class Copy {
        private final Card from;
        private Severity severity;
        private String impact;
        private String action;
        private String reason;
        private Waiting waiting;
        private Course course;
        private int updates;
        private List<Line> timeline;
        private String taken;
        private int yesWanted;
        private Asked asked;

        Copy(Card from) {
            this.from = from;
            this.severity = from.severity;
            this.impact = from.impact;
            this.action = from.action;
            this.reason = from.reason;
            this.waiting = from.waiting;
            this.course = from.course;
            this.updates = from.updates;
            this.timeline = from.timeline;
            this.taken = from.taken;
            this.yesWanted = from.yesWanted;
            this.asked = from.asked;
        }

        Card card() {
            return new Card(
                    from.incident,
                    from.scope,
                    from.title,
                    severity,
                    from.openedAt,
                    from.packDigest,
                    impact,
                    action,
                    reason,
                    waiting,
                    course,
                    updates,
                    timeline,
                    taken,
                    yesWanted,
                    asked);
        }
    }
}
