package dev.holdfast.notifier.domain.stream;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.notifier.domain.news.Incidents;

import org.jspecify.annotations.Nullable;

/// What a reader of the stream wants to see; null asks for nothing in particular.
///
/// @param scope a system/environment, or a system
public record Interest(@Nullable String incident, @Nullable String scope) {
    public static final Interest ALL = new Interest(null, null);

    public boolean covers(Envelope<Event> event) {
        return coversScope(event) && coversIncident(event);
    }

    private boolean coversScope(Envelope<Event> event) {
        return scope == null
                || scope.equals(event.scope().key())
                || scope.equals(event.scope().system());
    }

    private boolean coversIncident(Envelope<Event> event) {
        return incident == null
                || incident.equals(event.correlation())
                || incident.equals(Incidents.of(event.data()));
    }
}
