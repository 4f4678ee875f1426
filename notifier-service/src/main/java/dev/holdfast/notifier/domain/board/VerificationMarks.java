package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationEvent.CheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotFailed;
import dev.holdfast.backbone.events.VerificationEvent.SnapshotTaken;
import dev.holdfast.backbone.events.VerificationEvent.StandingCheckFinished;
import dev.holdfast.backbone.events.VerificationEvent.VerificationFailed;
import dev.holdfast.backbone.events.VerificationEvent.VerificationInconclusive;
import dev.holdfast.backbone.events.VerificationEvent.VerificationPassed;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.notifier.domain.news.Spoken;

import java.util.List;
import java.util.Optional;

/// What verifier-service found, in the tree of an incident.
final class VerificationMarks {
    private VerificationMarks() {}

    static Optional<Mark> of(VerificationEvent event) {
        return switch (event) {
            case CheckFinished e ->
                    Optional.of(
                            Mark.of(
                                            "check:" + e.verification() + ":" + e.check(),
                                            Stage.VERIFY,
                                            tone(e.verdict(), e.required()),
                                            "%s, %s in %s"
                                                    .formatted(
                                                            e.check(),
                                                            word(e.verdict()),
                                                            Spoken.duration(e.took())),
                                            e.finding())
                                    .under(key(e.verification()))
                                    .lines(
                                            e.evidence().isBlank()
                                                    ? List.of()
                                                    : List.of(e.evidence())));
            case SnapshotTaken e ->
                    Optional.of(
                            Mark.of(
                                            "snapshot:" + e.snapshot(),
                                            Stage.VERIFY,
                                            Tone.QUIET,
                                            "Snapshot taken",
                                            e.missing().isEmpty()
                                                    ? ""
                                                    : "missing: " + String.join(", ", e.missing()))
                                    .lines(
                                            e.values().entrySet().stream()
                                                    .map(v -> v.getKey() + " = " + v.getValue())
                                                    .sorted()
                                                    .toList()));
            case SnapshotFailed e ->
                    Optional.of(
                            Mark.of(
                                    "snapshot:" + e.snapshot(),
                                    Stage.VERIFY,
                                    Tone.WARN,
                                    "Snapshot failed",
                                    e.reason()));
            case VerificationPassed e ->
                    verdict(
                            e.verification(),
                            Tone.GOOD,
                            "Verified (%s)".formatted(e.stage()),
                            e.summary());
            case VerificationFailed e ->
                    verdict(
                            e.verification(),
                            Tone.BAD,
                            "Verification failed (%s)".formatted(e.stage()),
                            e.summary());
            case VerificationInconclusive e ->
                    verdict(
                            e.verification(),
                            Tone.WARN,
                            "Verification inconclusive (%s)".formatted(e.stage()),
                            e.summary());
            case StandingCheckFinished _, PackAccepted _, PackRefused _ -> Optional.empty();
        };
    }

    /// Proof is asked for, by whoever.
    static Optional<Mark> asked(VerificationRequested e) {
        return Optional.of(
                Mark.of(
                                key(e.verification()),
                                Stage.VERIFY,
                                Tone.BUSY,
                                "Verifying (%s)".formatted(e.stage()),
                                "")
                        .until(e.deadline()));
    }

    static Tone tone(Verdict verdict, boolean required) {
        return switch (verdict) {
            case PASSED -> Tone.GOOD;
            case FAILED -> required ? Tone.BAD : Tone.WARN;
            case INCONCLUSIVE -> Tone.WARN;
        };
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case PASSED -> "passed";
            case FAILED -> "failed";
            case INCONCLUSIVE -> "inconclusive";
        };
    }

    private static String key(String verification) {
        return "verification:" + verification;
    }

    private static Optional<Mark> verdict(
            String verification, Tone tone, String title, String text) {
        return Optional.of(Mark.of(key(verification), Stage.VERIFY, tone, title, text));
    }
}
