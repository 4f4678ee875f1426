package dev.holdfast.backbone.events;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What verifier-service tells the others, on `holdfast.verifications`: verdicts with evidence.
public sealed interface VerificationEvent extends Event
        permits VerificationEvent.CheckFinished,
                VerificationEvent.StandingCheckFinished,
                VerificationEvent.SnapshotTaken,
                VerificationEvent.SnapshotFailed,
                VerificationEvent.VerificationPassed,
                VerificationEvent.VerificationFailed,
                VerificationEvent.VerificationInconclusive,
                PackAccepted,
                PackRefused {

    /// One check of one verification has its verdict.
    ///
    /// @param finding one sentence with the values
    /// @param value what was measured, null where a check measures no number
    /// @param evidence what was asked and answered, bounded and masked
    record CheckFinished(
            @Nullable String incident,
            String verification,
            String stage,
            String check,
            boolean required,
            Verdict verdict,
            @Nullable Double value,
            String finding,
            String evidence,
            Duration took,
            Instant at)
            implements VerificationEvent {}

    /// One run of a check on a schedule; the detector reads it as series.
    record StandingCheckFinished(
            String check,
            Verdict verdict,
            @Nullable Double value,
            String finding,
            Duration took,
            Instant at)
            implements VerificationEvent {}

    /// @param snapshot the rollback before which it was taken, or `baseline`
    record SnapshotTaken(
            @Nullable String incident,
            String snapshot,
            Map<String, String> values,
            List<String> missing,
            Instant at)
            implements VerificationEvent {
        public SnapshotTaken {
            values = Map.copyOf(values);
            missing = List.copyOf(missing);
        }
    }

    /// Nothing could be measured: what is compared with it later will be inconclusive.
    ///
    /// @param snapshot as in [SnapshotTaken]
    record SnapshotFailed(@Nullable String incident, String snapshot, String reason, Instant at)
            implements VerificationEvent {}

    record VerificationPassed(
            @Nullable String incident,
            @Nullable String rollback,
            String verification,
            String stage,
            String summary,
            Instant at)
            implements VerificationEvent {}

    record VerificationFailed(
            @Nullable String incident,
            @Nullable String rollback,
            String verification,
            String stage,
            String summary,
            Instant at)
            implements VerificationEvent {}

    record VerificationInconclusive(
            @Nullable String incident,
            @Nullable String rollback,
            String verification,
            String stage,
            String summary,
            Instant at)
            implements VerificationEvent {}
}
