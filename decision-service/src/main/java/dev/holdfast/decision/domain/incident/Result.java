package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What became of one happening.
///
/// @param incident as it is now; null when none was opened
/// @param events to be written, in this order
/// @param refusal why a person's command changed nothing; null when it did
/// @param mails to be sent to the other members of a group, in this order
/// @param overFleet it rests on what goes on in the other systems
public record Result(
        @Nullable Incident incident,
        Site site,
        List<IncidentEvent> events,
        @Nullable Refusal refusal,
        boolean overFleet,
        List<Mail> mails) {
    public Result {
        events = List.copyOf(events);
        mails = List.copyOf(mails);
    }

    /// Nothing has changed.
    public static Result same(@Nullable Incident incident, Site site) {
        return new Result(incident, site, List.of(), null, false, List.of());
    }

    static Result refused(@Nullable Incident incident, Site site, Refusal refusal) {
        return new Result(incident, site, List.of(), refusal, false, List.of());
    }
}
