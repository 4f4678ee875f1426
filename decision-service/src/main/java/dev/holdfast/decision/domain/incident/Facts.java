package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Signals and requests of people in the form of triggers, so that one matrix answers all.
public final class Facts {
    /// The rule's name of a person's request.
    public static final String MANUAL = "manual";

    /// The label that names who asks.
    static final String BY = "by";

    private static final String MEASURED_END = "condition ended";

    private Facts() {}

    public static Trigger ofSignal(SignalAccepted signal) {
        String summary = signal.attributes().getOrDefault("summary", signal.kind());
        return new Trigger(
                "signal:" + signal.id(),
                signal.kind(),
                signal.attributes(),
                Map.of("summary", summary),
                "",
                1,
                null,
                signal.at());
    }

    /// @param component null: the one deployed last
    /// @param to null: the last that held
    public static Trigger ofRequest(
            String by, String reason, @Nullable String component, @Nullable String to, Instant at) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(BY, by);
        if (component != null) {
            labels.put(Target.COMPONENT, component);
        }
        if (to != null) {
            labels.put(Target.VERSION, to);
        }
        return new Trigger(
                "manual:" + by + ":" + at,
                MANUAL,
                labels,
                Map.of("summary", "%s asks for a rollback".formatted(by), "reason", reason),
                "",
                1,
                null,
                at);
    }

    /// The group of another system takes this one along.
    ///
    /// @param by the group and who leads it
    public static Trigger ofGroup(
            String round, String by, String reason, Severity severity, Instant at) {
        return new Trigger(
                group(round),
                MANUAL,
                Map.of(BY, by, "severity", severity.name()),
                Map.of("summary", by + " takes it along", "reason", reason),
                "",
                1,
                null,
                at);
    }

    static String group(String round) {
        return "group:" + round;
    }

    /// A trigger whose rule went away was not measured to be clear.
    public static boolean measured(TriggerCleared cleared) {
        return cleared.reason().equals(MEASURED_END);
    }
}
