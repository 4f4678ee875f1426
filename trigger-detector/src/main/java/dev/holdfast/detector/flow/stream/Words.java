package dev.holdfast.detector.flow.stream;

import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.Point;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.detector.domain.engine.AlertFacts;
import dev.holdfast.detector.domain.engine.Transition;
import dev.holdfast.detector.domain.series.Labels;
import dev.holdfast.detector.domain.series.SeriesSamples;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// The engine's transitions in the words of `holdfast.triggers`.
final class Words {
    /// Points of the window that travel with a raised trigger.
    private static final int MOST_POINTS = 120;

    private Words() {}

    static TriggerEvent event(Transition transition) {
        Instant at = Instant.ofEpochMilli(transition.at());
        return switch (transition) {
            case Transition.Raised(AlertFacts alert, long _, List<SeriesSamples> evidence) ->
                    new TriggerRaised(trigger(alert), at, window(evidence));
            case Transition.Updated(AlertFacts alert, long _) ->
                    new TriggerUpdated(trigger(alert), at);
            case Transition.Cleared(AlertFacts alert, long _, Transition.ClearReason reason) ->
                    new TriggerCleared(trigger(alert), at, reason(reason));
        };
    }

    /// The same transition has the same id wherever and however often it is computed.
    static String id(Scope scope, Transition transition) {
        String kind =
                switch (transition) {
                    case Transition.Raised _ -> "raised";
                    case Transition.Updated _ -> "updated";
                    case Transition.Cleared _ -> "cleared";
                };
        return EventId.of(scope, "trigger", kind, transition.alert().id(), transition.at());
    }

    private static Trigger trigger(AlertFacts a) {
        Map<String, String> labels = a.labels().toMap();
        labels.remove("alertname");
        labels.remove(Labels.NAME);
        return new Trigger(
                a.id(),
                a.name(),
                labels,
                a.annotations(),
                a.expression(),
                a.value(),
                a.threshold(),
                Instant.ofEpochMilli(a.activeSince()));
    }

    private static String reason(Transition.ClearReason reason) {
        return switch (reason) {
            case CONDITION_ENDED -> "condition ended";
            case RULE_REMOVED -> "rule removed";
            case LIMIT_EXCEEDED -> "limit exceeded";
        };
    }

    /// The newest points of the series that says most.
    private static List<Point> window(List<SeriesSamples> evidence) {
        List<Point> points = new ArrayList<>();
        evidence.stream()
                .max(Comparator.comparingInt(SeriesSamples::size))
                .ifPresent(s -> {
                    for (int i = Math.max(0, s.size() - MOST_POINTS); i < s.size(); i++) {
                        points.add(new Point(Instant.ofEpochMilli(s.times()[i]), s.values()[i]));
                    }
                });
        return points;
    }
}
