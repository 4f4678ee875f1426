package dev.holdfast.backbone.events;

import java.time.Instant;
import java.util.List;

/// A service cannot work with its file of a pack; the pack that was current stays.
///
/// @param problems each with file:line:column, all of them at once
public record PackRefused(String service, String digest, List<String> problems, Instant at)
        implements TriggerEvent,
                IncidentEvent,
                RollbackEvent,
                VerificationEvent,
                NotificationEvent {
    public PackRefused {
        problems = List.copyOf(problems);
    }
}
