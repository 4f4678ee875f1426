package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What became of one happening.
///
/// @param incident as it is now; null when none was opened
/// @param events to be written, in this order
/// @param refusal why a person's command changed nothing; null when it did
/// @param overFleet it rests on what goes on in the other systems
public record Result(
        @Nullable Incident incident,
        Site site,
        List<IncidentEvent> events,
        @Nullable Refusal refusal,
        boolean overFleet) {
    public Result {
        events = List.copyOf(events);
    }

    /// Nothing has changed.
    public static Result same(@Nullable Incident incident, Site site) {
        return new Result(incident, site, List.of(), null, false);
    }

    static Result refused(@Nullable Incident incident, Site site, Refusal refusal) {
        return new Result(incident, site, List.of(), refusal, false);
    }
}
