package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What trigger-detector tells the others, on `holdfast.triggers`: conditions that are true now, and
/// the signals that it let in.
///
/// A new fact is one more record here. Every `switch` over events then stops compiling until
/// somebody has decided what the new fact means to that service.
public sealed interface TriggerEvent extends Event
        permits TriggerEvent.TriggerRaised,
                TriggerEvent.TriggerUpdated,
                TriggerEvent.TriggerCleared,
                TriggerEvent.SignalAccepted,
                PackAccepted,
                PackRefused {

    /// What a rule saw, as it stood at one evaluation.
    ///
    /// @param id stable for one alert instance: name and labels
    /// @param rule the alert's name
    /// @param labels all labels but `alertname`
    /// @param annotations texts of the rule, templates already filled in
    /// @param expression the PromQL as written
    /// @param value the value of the expression at `at`
    /// @param threshold the constant it was compared with, if there is one
    /// @param activeSince when the condition became true, in event time
    record Trigger(
            String id,
            String rule,
            Map<String, String> labels,
            Map<String, String> annotations,
            String expression,
            double value,
            @Nullable Double threshold,
            Instant activeSince) {
        public Trigger {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
        }
    }

    /// One measured point, for the chart of the window that raised a trigger.
    record Point(Instant at, double value) {}

    /// The condition became true and stayed so for the rule's `for`.
    record TriggerRaised(Trigger trigger, Instant at, List<Point> window) implements TriggerEvent {
        public TriggerRaised {
            window = List.copyOf(window);
        }
    }

    /// The condition is still true: restated every 30 s, or when its value or labels changed.
    record TriggerUpdated(Trigger trigger, Instant at) implements TriggerEvent {}

    /// The condition is no longer true. `reason` says whether it was measured or data ended.
    record TriggerCleared(Trigger trigger, Instant at, String reason) implements TriggerEvent {}

    /// A fact from outside that is no measurement: a deployment, a complaint, a finding.
    ///
    /// @param id given by the sender, or made from the content: repeats are recognised by it
    /// @param kind for example `deployment.started`, `deployment.finished`, `security.finding`
    /// @param attributes what else the sender said, such as `component`, `release`, `commit`, `by`
    record SignalAccepted(String id, String kind, Map<String, String> attributes, Instant at)
            implements TriggerEvent {
        public SignalAccepted {
            attributes = Map.copyOf(attributes);
        }
    }
}
