package dev.holdfast.backbone.work;

import dev.holdfast.backbone.events.Envelope;

import org.jspecify.annotations.Nullable;

/// Why an event is written: what it follows from and which pack ruled.
public record Because(
        @Nullable String correlation,
        @Nullable String causation,
        @Nullable String packDigest,
        @Nullable String traceparent) {

    /// Nothing known: a person or a timer started it.
    public static Because none() {
        return new Because(null, null, null, null);
    }

    public static Because of(Envelope<?> cause) {
        return new Because(
                cause.correlation(), cause.id(), cause.packDigest(), cause.traceparent());
    }

    public Because incident(@Nullable String incident) {
        return new Because(incident, causation, packDigest, traceparent);
    }

    public Because pack(@Nullable String digest) {
        return new Because(correlation, causation, digest, traceparent);
    }
}
