package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.work.Because;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Memory;

import org.jspecify.annotations.Nullable;

/// What the verifier tells.
final class VerdictNews {
    private VerdictNews() {}

    static void on(Casebook book, VerificationEvent event, Because because) {
        switch (event) {
            case VerificationEvent.VerificationPassed e ->
                    judged(
                            book,
                            e,
                            e.incident(),
                            e.verification(),
                            Verdict.PASSED,
                            e.summary(),
                            because);
            case VerificationEvent.VerificationFailed e ->
                    judged(
                            book,
                            e,
                            e.incident(),
                            e.verification(),
                            Verdict.FAILED,
                            e.summary(),
                            because);
            case VerificationEvent.VerificationInconclusive e ->
                    judged(
                            book,
                            e,
                            e.incident(),
                            e.verification(),
                            Verdict.INCONCLUSIVE,
                            e.summary(),
                            because);
            case VerificationEvent.CheckFinished e -> measured(book, e, because);
            case VerificationEvent.StandingCheckFinished _,
                    VerificationEvent.SnapshotTaken _,
                    VerificationEvent.SnapshotFailed _,
                    PackAccepted _,
                    PackRefused _ -> {}
        }
    }

    private static void measured(
            Casebook book, VerificationEvent.CheckFinished e, Because because) {
        if (e.incident() != null) {
            RollbackNews.happens(
                    book,
                    e.incident(),
                    e,
                    new Happening.Measured(
                            e.verification(),
                            e.check(),
                            new Memory.Finding(e.verdict(), e.value(), e.finding())),
                    because);
        }
    }

    private static void judged(
            Casebook book,
            VerificationEvent event,
            @Nullable String incident,
            String verification,
            Verdict verdict,
            String summary,
            Because because) {
        if (incident == null) {
            book.proven(verification, verdict == Verdict.PASSED);
        } else {
            RollbackNews.happens(
                    book,
                    incident,
                    event,
                    new Happening.Judged(verification, verdict, summary),
                    because);
        }
    }
}
