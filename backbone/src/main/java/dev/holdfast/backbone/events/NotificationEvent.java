package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What notifier-service tells the others, on `holdfast.notifications`: who was told what.
public sealed interface NotificationEvent extends Event
        permits NotificationEvent.NoticeSent,
                NotificationEvent.NoticeFailed,
                PackAccepted,
                PackRefused {

    /// @param notice stable id of event and channel: a repeat is recognised by it
    record NoticeSent(
            @Nullable String incident,
            String notice,
            String channel,
            String about,
            String text,
            int attempts,
            Instant at)
            implements NotificationEvent {}

    /// Given up: the channel did not take it in time. `fallback` names the channel tried instead.
    record NoticeFailed(
            @Nullable String incident,
            String notice,
            String channel,
            String about,
            String reason,
            @Nullable String fallback,
            int attempts,
            Instant at)
            implements NotificationEvent {}
}
