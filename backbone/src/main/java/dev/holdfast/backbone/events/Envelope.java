package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// An event with what CloudEvents carries around it.
///
/// @param id deterministic where the event follows from another: a repeat has the same id
/// @param sequence gapless per key and topic, from 1; 0 while it is not yet written
/// @param correlation the incident, if there is one
/// @param causation id of the event it follows from, if there is one
/// @param packDigest the pack that ruled, if one did
/// @param traceparent W3C trace context, if there is one
public record Envelope<E extends Event>(
        String id,
        Scope scope,
        Instant time,
        long sequence,
        @Nullable String correlation,
        @Nullable String causation,
        @Nullable String packDigest,
        @Nullable String traceparent,
        E data) {

    public boolean drill() {
        return scope.drill() != null;
    }

    /// The same event seen as one of a family; the caller has checked the family.
    public <F extends Event> Envelope<F> with(F data) {
        return new Envelope<>(
                id, scope, time, sequence, correlation, causation, packDigest, traceparent, data);
    }
}
