package dev.holdfast.backbone.events;

import java.time.Instant;

/// A service has read its own file of a pack and can work with it.
///
/// @param service the service that answers, for example `executor-service`
/// @param digest SHA-256 of the pack's content, in hex
public record PackAccepted(String service, String digest, Instant at)
        implements TriggerEvent,
                IncidentEvent,
                RollbackEvent,
                VerificationEvent,
                NotificationEvent {}
