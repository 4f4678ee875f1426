package dev.holdfast.notifier.domain.stream;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.notifier.domain.news.Incidents;

import org.jspecify.annotations.Nullable;

import java.util.function.Predicate;

/// What a reader of the stream wants to see and may; null asks for nothing in particular.
///
/// @param scope a system/environment, or a system
/// @param allowed scopes that this reader may see
public record Interest(
        @Nullable String incident,
        @Nullable String scope,
        Predicate<Scope> allowed,
        Filter filter) {
    public static final Interest ALL = new Interest(null, null);

    /// Of somebody who may see everything.
    public Interest(@Nullable String incident, @Nullable String scope) {
        this(incident, scope, _ -> true, Filter.NONE);
    }

    public boolean covers(Envelope<Event> event) {
        return coversScope(event)
                && coversIncident(event)
                && allowed.test(event.scope())
                && filter.covers(event);
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
