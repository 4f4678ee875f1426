package dev.holdfast.notifier.domain.news;

import dev.holdfast.backbone.events.TriggerEvent.Trigger;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What is remembered of a trigger, to say what an incident is about.
///
/// @param impact what users feel of it, from the rule's own texts
public record Sighting(
        String rule,
        String impact,
        String expression,
        double value,
        @Nullable Double threshold,
        Instant activeSince,
        Instant raisedAt) {

    /// In this order a rule's annotations are taken for the impact; the rule's name where none is.
    private static final List<String> TEXTS =
            List.of("impact", "summary", "description", "message");

    public static Sighting of(Trigger trigger, Instant raisedAt) {
        return new Sighting(
                trigger.rule(),
                impact(trigger.rule(), trigger.annotations()),
                trigger.expression(),
                trigger.value(),
                trigger.threshold(),
                trigger.activeSince(),
                raisedAt);
    }

    private static String impact(String rule, Map<String, String> annotations) {
        return TEXTS.stream()
                .map(t -> annotations.getOrDefault(t, ""))
                .filter(t -> !t.isBlank())
                .findFirst()
                .orElse(rule);
    }
}
