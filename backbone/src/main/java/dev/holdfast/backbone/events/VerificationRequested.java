package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/// Somebody asks verifier-service for proof, on their own topic.
///
/// @param verification id of this verification; the answer carries it
/// @param incident the incident it belongs to, if any
/// @param rollback the rollback whose success is to be proven, if any
/// @param stage the stage of `checks.yml` to run, for example `immediate`
/// @param release what must be running now, if that is known
/// @param before when the trouble began: what is compared is compared with the time before
/// @param deadline an answer after it is of no use; the verdict is inconclusive then
public record VerificationRequested(
        String verification,
        @Nullable String incident,
        @Nullable String rollback,
        String stage,
        @Nullable Release release,
        @Nullable Instant before,
        Instant deadline,
        Instant at)
        implements IncidentEvent, RollbackEvent {}
