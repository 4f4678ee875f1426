package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Triggers in the tree of the incident that they raised.
final class TriggerMarks {
    private TriggerMarks() {}

    static Optional<Mark> of(TriggerEvent event) {
        return switch (event) {
            case TriggerRaised e -> Optional.of(mark(e.trigger(), Tone.BAD, "is raised"));
            case TriggerUpdated e -> Optional.of(mark(e.trigger(), Tone.BAD, "is still raised"));
            case TriggerCleared e ->
                    Optional.of(mark(e.trigger(), Tone.GOOD, "has cleared: " + e.reason()));
            case SignalAccepted _, PackAccepted _, PackRefused _ -> Optional.empty();
        };
    }

    private static Mark mark(Trigger t, Tone tone, String state) {
        List<String> lines = new ArrayList<>();
        lines.add(t.expression());
        Double threshold = t.threshold();
        lines.add(
                threshold == null
                        ? "value " + t.value()
                        : "value %s, threshold %s".formatted(t.value(), threshold));
        t.annotations().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(a -> lines.add(a.getKey() + ": " + a.getValue()));
        t.labels().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(l -> lines.add(l.getKey() + "=" + l.getValue()));
        return Mark.of("trigger:" + t.id(), Stage.DETECT, tone, t.rule() + " " + state, summary(t))
                .lines(lines);
    }

    private static String summary(Trigger t) {
        return t.annotations()
                .getOrDefault("summary", t.annotations().getOrDefault("description", ""));
    }
}
