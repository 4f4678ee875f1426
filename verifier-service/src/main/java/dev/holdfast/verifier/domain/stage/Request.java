package dev.holdfast.verifier.domain.stage;

import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.VerificationRequested;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// What somebody wants proven, and until when.
///
/// @param deadline null when a person asks: then the stage's window alone counts
/// @param by who asked
public record Request(
        String verification,
        @Nullable String incident,
        @Nullable String rollback,
        String stage,
        @Nullable Release release,
        @Nullable Instant deadline,
        String by) {

    public static Request of(VerificationRequested e) {
        String by = e.rollback() == null ? "a service" : "rollback " + e.rollback();
        return new Request(
                e.verification(),
                e.incident(),
                e.rollback(),
                e.stage(),
                e.release(),
                e.deadline(),
                by);
    }
}
