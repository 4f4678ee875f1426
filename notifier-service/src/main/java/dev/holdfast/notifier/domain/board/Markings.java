package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.TriggerEvent;
import dev.holdfast.backbone.events.VerificationEvent;

import java.util.Optional;

/// What each event adds to the tree of its incident.
final class Markings {
    private Markings() {}

    static Optional<Mark> of(Event event) {
        return switch (event) {
            case IncidentEvent e -> IncidentMarks.of(e);
            case RollbackEvent e -> RollbackMarks.of(e);
            case VerificationEvent e -> VerificationMarks.of(e);
            case NotificationEvent e -> NotificationMarks.of(e);
            case TriggerEvent e -> TriggerMarks.of(e);
        };
    }
}
