package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.NotificationEvent;
import dev.holdfast.backbone.events.NotificationEvent.NoticeFailed;
import dev.holdfast.backbone.events.NotificationEvent.NoticeSent;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;

import java.util.List;
import java.util.Optional;

/// Who was told, in the tree of an incident.
final class NotificationMarks {
    private NotificationMarks() {}

    static Optional<Mark> of(NotificationEvent event) {
        return switch (event) {
            case NoticeSent e ->
                    Optional.of(
                            Mark.of(
                                            "notice:" + e.notice(),
                                            Stage.TELL,
                                            Tone.QUIET,
                                            "%s told: %s".formatted(e.channel(), e.about()),
                                            e.attempts() > 1
                                                    ? "after %d attempts".formatted(e.attempts())
                                                    : "")
                                    .lines(List.of(e.text())));
            case NoticeFailed e ->
                    Optional.of(
                            Mark.of(
                                    "notice:" + e.notice(),
                                    Stage.TELL,
                                    Tone.BAD,
                                    "%s could not be told: %s".formatted(e.channel(), e.about()),
                                    e.fallback() == null
                                            ? e.reason()
                                            : e.reason() + "; told instead: " + e.fallback()));
            case PackAccepted _, PackRefused _ -> Optional.empty();
        };
    }
}
