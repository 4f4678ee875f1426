package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalDenied;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalGranted;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.DecisionMade;
import dev.holdfast.backbone.events.IncidentEvent.IncidentClosed;
import dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.IncidentEvent.IncidentResolved;
import dev.holdfast.backbone.events.IncidentEvent.IncidentUpdated;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.IncidentEvent.PackActivated;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseDeployed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseHeld;
import dev.holdfast.backbone.events.IncidentEvent.RollbackAbortRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackPauseRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackResumeRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepRetryRequested;
import dev.holdfast.backbone.events.IncidentEvent.StepSkipRequested;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.Remark;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.notifier.domain.news.Spoken;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What decision-service and people did, in the tree of an incident.
final class IncidentMarks {
    private IncidentMarks() {}

    static Optional<Mark> of(IncidentEvent event) {
        return switch (event) {
            case IncidentOpened e ->
                    one("opened", Stage.DETECT, Tone.BAD, "Incident opened", e.title());
            case IncidentEscalated e ->
                    one(
                            "escalated:" + e.level(),
                            Stage.APPROVE,
                            Tone.BAD,
                            "Escalated to level %d: %s".formatted(e.level(), Spoken.or(e.roles())),
                            e.reason());
            case IncidentWithheld e ->
                    Optional.of(
                            Mark.of("withheld", Stage.APPROVE, Tone.WARN, "Withheld", e.reason())
                                    .lines(List.of("would have: " + e.would())));
            case IncidentResolved e ->
                    one("over", Stage.CLOSE, Tone.GOOD, "Resolved", e.resolution());
            case IncidentClosed e -> one("over", Stage.CLOSE, Tone.QUIET, "Closed", e.reason());
            case DecisionMade e ->
                    Optional.of(
                            Mark.of(
                                            "decision:" + e.number(),
                                            Stage.DECIDE,
                                            tone(e.action()),
                                            "Decision %d: %s".formatted(e.number(), e.action()),
                                            e.sentence())
                                    .lines(reasons(e)));
            case RollbackProposed e ->
                    Optional.of(
                            Mark.of(
                                            "plan:" + e.rollback(),
                                            Stage.PLAN,
                                            Tone.BUSY,
                                            "Plan asked for",
                                            "runbook %s, %s back to %s"
                                                    .formatted(
                                                            e.runbook(),
                                                            e.to().component(),
                                                            e.to().version()))
                                    .until(e.planBy()));
            case ApprovalRequested e ->
                    Optional.of(
                            Mark.of(
                                            "approval:" + e.request(),
                                            Stage.APPROVE,
                                            Tone.WARN,
                                            "Waits for %d of %s"
                                                    .formatted(e.needed(), Spoken.or(e.roles())),
                                            e.question())
                                    .lines(
                                            e.dataLost() == null
                                                    ? List.of("plan " + e.planHash())
                                                    : List.of(
                                                            "data would be lost: " + e.dataLost(),
                                                            "plan " + e.planHash()))
                                    .until(e.deadline()));
            case ApprovalGranted e ->
                    one(
                            "approval:" + e.request(),
                            Stage.APPROVE,
                            Tone.GOOD,
                            "Approved by %s (%s)".formatted(e.by(), e.role()),
                            e.reason());
            case ApprovalDenied e ->
                    one(
                            "approval:" + e.request(),
                            Stage.APPROVE,
                            Tone.BAD,
                            "Denied by %s (%s)".formatted(e.by(), e.role()),
                            e.reason());
            case ApprovalExpired e ->
                    one(
                            "approval:" + e.request(),
                            Stage.APPROVE,
                            Tone.BAD,
                            "Not answered in time",
                            e.reason());
            case RollbackOrdered e ->
                    Optional.of(
                            Mark.of(
                                            "order:" + e.rollback(),
                                            Stage.APPROVE,
                                            Tone.GOOD,
                                            "Rollback ordered, allowed by " + allowedBy(e),
                                            e.reason())
                                    .lines(
                                            List.of(
                                                    "plan " + e.planHash(),
                                                    "not after " + e.notAfter())));
            case RollbackAbortRequested e ->
                    one(
                            "abort:" + e.rollback(),
                            Stage.ROLL_BACK,
                            Tone.WARN,
                            e.by() + " asked to abort",
                            e.reason());
            case RollbackPauseRequested e ->
                    one(
                            "hold:" + e.rollback(),
                            Stage.ROLL_BACK,
                            Tone.WARN,
                            e.by() + (e.takesOver() ? " goes on by hand" : " asked to pause"),
                            e.reason());
            case RollbackResumeRequested e ->
                    one(
                            "hold:" + e.rollback(),
                            Stage.ROLL_BACK,
                            Tone.GOOD,
                            e.by() + " asked to go on",
                            e.reason());
            case StepRetryRequested e ->
                    one(
                            "retry:" + e.rollback() + e.step(),
                            Stage.ROLL_BACK,
                            Tone.WARN,
                            "%s asked to repeat %s".formatted(e.by(), e.step()),
                            e.reason());
            case StepSkipRequested e ->
                    one(
                            "skip:" + e.rollback() + e.step(),
                            Stage.ROLL_BACK,
                            Tone.WARN,
                            "%s asked to skip %s".formatted(e.by(), e.step()),
                            e.reason());
            case Remark e ->
                    one(
                            "remark:" + e.at() + e.getClass().getSimpleName(),
                            Stage.DECIDE,
                            Tone.QUIET,
                            "Remark",
                            e.sentence());
            case VerificationRequested e -> VerificationMarks.asked(e);
            case ReleaseFailed e ->
                    one(
                            "failed:" + e.release(),
                            Stage.CLOSE,
                            Tone.BAD,
                            e.release() + " is marked as failed",
                            e.reason());
            case IncidentUpdated _,
                    ReleaseDeployed _,
                    ReleaseHeld _,
                    PackActivated _,
                    PackAccepted _,
                    PackRefused _ ->
                    Optional.empty();
        };
    }

    private static String allowedBy(RollbackOrdered e) {
        String rule = e.authority().rule();
        return rule == null ? String.join(", ", e.authority().people()) : "rule " + rule;
    }

    private static List<String> reasons(DecisionMade e) {
        List<String> lines = new ArrayList<>(e.reasons());
        e.values().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(v -> lines.add(v.getKey() + " = " + v.getValue()));
        return lines;
    }

    private static Tone tone(String action) {
        return switch (action) {
            case "watch", "ignore" -> Tone.QUIET;
            case "ask" -> Tone.WARN;
            default -> Tone.GOOD;
        };
    }

    private static Optional<Mark> one(
            String key, Stage stage, Tone tone, String title, String text) {
        return Optional.of(Mark.of(key, stage, tone, title, text));
    }
}
