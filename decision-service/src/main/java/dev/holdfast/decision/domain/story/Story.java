package dev.holdfast.decision.domain.story;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventTypes;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What has happened to one incident, as people read it.
public record Story(List<DecisionMade> decisions, List<Answer> approvals, List<Line> timeline) {
    public static final Story EMPTY = new Story(List.of(), List.of(), List.of());

    /// Past this many lines the oldest but the first ones are dropped.
    private static final int MOST = 500;

    /// @param type short name of the event, such as `trigger.raised`
    public record Line(Instant at, String type, String text) {}

    /// What became of a question: `requested`, `granted`, `denied`, `expired`.
    public record Answer(Instant at, String request, String what, String by, String reason) {}

    public Story {
        decisions = List.copyOf(decisions);
        approvals = List.copyOf(approvals);
        timeline = List.copyOf(timeline);
    }

    public Story with(Event event, Instant at) {
        Optional<String> text = Telling.text(event);
        return new Story(
                event instanceof DecisionMade d ? plus(decisions, d) : decisions,
                answer(event).map(a -> plus(approvals, a)).orElse(approvals),
                text.map(t -> plus(timeline, new Line(at, EventTypes.brief(event), t)))
                        .orElse(timeline));
    }

    /// A line of our own, such as what a person did.
    public Story note(Instant at, String type, String text) {
        return new Story(decisions, approvals, plus(timeline, new Line(at, type, text)));
    }

    private static Optional<Answer> answer(Event event) {
        return Optional.ofNullable(
                switch (event) {
                    case ApprovalRequested e ->
                            new Answer(
                                    e.at(),
                                    e.request(),
                                    "requested",
                                    String.join(", ", e.roles()),
                                    e.question());
                    case ApprovalGranted e ->
                            new Answer(
                                    e.at(),
                                    e.request(),
                                    "granted",
                                    "%s (%s)".formatted(e.by(), e.role()),
                                    e.reason());
                    case ApprovalDenied e ->
                            new Answer(
                                    e.at(),
                                    e.request(),
                                    "denied",
                                    "%s (%s)".formatted(e.by(), e.role()),
                                    e.reason());
                    case ApprovalExpired e ->
                            new Answer(e.at(), e.request(), "expired", "", e.reason());
                    default -> null;
                });
    }

    private static <T> List<T> plus(List<T> list, T item) {
        List<T> all = Stream.concat(list.stream(), Stream.of(item)).toList();
        if (all.size() <= MOST) {
            return all;
        }
        return Stream.concat(all.stream().limit(1), all.stream().skip(2)).toList();
    }
}
