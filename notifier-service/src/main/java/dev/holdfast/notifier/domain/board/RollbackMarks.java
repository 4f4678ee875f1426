package dev.holdfast.notifier.domain.board;

import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.PackRefused;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.ContainmentStands;
import dev.holdfast.backbone.events.RollbackEvent.EvidenceSaved;
import dev.holdfast.backbone.events.RollbackEvent.HaltChanged;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlanRefused;
import dev.holdfast.backbone.events.RollbackEvent.ReadinessChecked;
import dev.holdfast.backbone.events.RollbackEvent.ReleaseRecorded;
import dev.holdfast.backbone.events.RollbackEvent.RollbackAborted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackCompleted;
import dev.holdfast.backbone.events.RollbackEvent.RollbackFailed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackOverdue;
import dev.holdfast.backbone.events.RollbackEvent.RollbackPaused;
import dev.holdfast.backbone.events.RollbackEvent.RollbackResumed;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.SnapshotRequested;
import dev.holdfast.backbone.events.RollbackEvent.StepFailed;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.RollbackEvent.StepStarted;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.notifier.domain.news.Spoken;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What executor-service planned and did, in the tree of an incident.
final class RollbackMarks {
    private RollbackMarks() {}

    static Optional<Mark> of(RollbackEvent event) {
        return switch (event) {
            case PlanReady e ->
                    Optional.of(
                            Mark.of(
                                            plan(e.rollback()),
                                            Stage.PLAN,
                                            e.dataLost() == null ? Tone.GOOD : Tone.WARN,
                                            "Plan ready: %d steps, about %s"
                                                    .formatted(
                                                            e.steps().size(),
                                                            Spoken.duration(e.duration())),
                                            e.dataLost() == null
                                                    ? "no data is lost"
                                                    : "data would be lost: " + e.dataLost())
                                    .lines(steps(e)));
            case PlanRefused e ->
                    Optional.of(
                            Mark.of(
                                            plan(e.rollback()),
                                            Stage.PLAN,
                                            Tone.BAD,
                                            "No plan is possible",
                                            String.join("; ", e.reasons()))
                                    .lines(e.reasons()));
            case OrderRefused e ->
                    one(
                            "order:" + e.rollback(),
                            Stage.APPROVE,
                            Tone.BAD,
                            "Order refused (%s)".formatted(e.kind()),
                            e.reason());
            case RollbackStarted e ->
                    Optional.of(
                            Mark.of(
                                            run(e.rollback()),
                                            Stage.ROLL_BACK,
                                            Tone.BUSY,
                                            "Rollback in progress",
                                            "%d steps".formatted(e.steps()))
                                    .underWay());
            case RollbackCompleted e ->
                    one(
                            run(e.rollback()),
                            Stage.ROLL_BACK,
                            Tone.GOOD,
                            "Rollback complete",
                            e.to() + " is back");
            case RollbackFailed e ->
                    one(
                            run(e.rollback()),
                            Stage.ROLL_BACK,
                            Tone.BAD,
                            "Rollback failed at " + e.step(),
                            e.reason());
            case RollbackAborted e ->
                    one(
                            run(e.rollback()),
                            Stage.ROLL_BACK,
                            Tone.BAD,
                            "Rollback aborted by " + e.by(),
                            e.reason());
            case StepStarted e ->
                    Optional.of(
                            step(
                                            e.rollback(),
                                            e.step(),
                                            Tone.BUSY,
                                            e.step() + attempt(e.attempt()),
                                            e.does())
                                    .underWay());
            case StepFinished e ->
                    Optional.of(
                            step(
                                            e.rollback(),
                                            e.step(),
                                            e.skipped() ? Tone.WARN : Tone.GOOD,
                                            "%s, %s"
                                                    .formatted(
                                                            e.step(),
                                                            e.skipped()
                                                                    ? "skipped"
                                                                    : "done in "
                                                                            + Spoken.duration(
                                                                                    e.took())),
                                            "")
                                    .lines(
                                            e.reconciled()
                                                    ? List.of(
                                                            e.evidence(),
                                                            "found by looking at the target after a crash")
                                                    : List.of(e.evidence())));
            case StepFailed e ->
                    Optional.of(
                            step(
                                            e.rollback(),
                                            e.step(),
                                            e.willRetry() ? Tone.WARN : Tone.BAD,
                                            e.step()
                                                    + (e.willRetry()
                                                            ? " failed, is tried again"
                                                            : " failed"),
                                            "")
                                    .lines(List.of(e.reason())));
            case RollbackPaused e ->
                    Optional.of(
                            Mark.of(
                                            "pause:" + e.rollback(),
                                            Stage.ROLL_BACK,
                                            Tone.WARN,
                                            (e.by() == null
                                                            ? "Waits for a person"
                                                            : "Paused by " + e.by())
                                                    + (e.step().isEmpty() ? "" : " at " + e.step()),
                                            e.reason())
                                    .until(e.until()));
            case RollbackResumed e ->
                    one(
                            "pause:" + e.rollback(),
                            Stage.ROLL_BACK,
                            Tone.GOOD,
                            "It goes on",
                            e.reason());
            case RollbackOverdue e ->
                    one(
                            "overdue:" + e.rollback(),
                            Stage.ROLL_BACK,
                            Tone.WARN,
                            "It takes longer than the planned " + Spoken.duration(e.planned()),
                            "it ends at %s at the latest".formatted(e.deadline()));
            case ContainmentStands e ->
                    one(
                            "closed:" + e.rollback(),
                            Stage.ROLL_BACK,
                            Tone.WARN,
                            "Still closed: " + String.join(", ", e.steps()),
                            "since " + e.since());
            case EvidenceSaved e ->
                    Optional.of(
                            Mark.of(
                                            "evidence:" + e.rollback(),
                                            Stage.ROLL_BACK,
                                            e.missing().isEmpty() ? Tone.GOOD : Tone.WARN,
                                            "%d pieces of evidence saved"
                                                    .formatted(e.items().size()),
                                            String.join("; ", e.missing()))
                                    .lines(e.items()));
            case VerificationRequested e -> VerificationMarks.asked(e);
            case ReleaseRecorded _,
                    ReadinessChecked _,
                    SnapshotRequested _,
                    HaltChanged _,
                    PackAccepted _,
                    PackRefused _ ->
                    Optional.empty();
        };
    }

    private static String plan(String rollback) {
        return "plan:" + rollback;
    }

    private static String run(String rollback) {
        return "run:" + rollback;
    }

    private static String attempt(int n) {
        return n > 1 ? ", attempt " + n : "";
    }

    private static Mark step(String rollback, String step, Tone tone, String title, String text) {
        return Mark.of("step:" + rollback + ":" + step, Stage.ROLL_BACK, tone, title, text)
                .under(run(rollback));
    }

    private static List<String> steps(PlanReady e) {
        List<String> lines = new ArrayList<>();
        e.steps().forEach(s -> lines.add("%s (%s): %s".formatted(s.name(), s.action(), s.does())));
        lines.add("downtime " + Spoken.duration(e.downtime()));
        e.unchecked().forEach(u -> lines.add("could not be checked: " + u));
        lines.add("plan " + e.hash());
        return lines;
    }

    private static Optional<Mark> one(
            String key, Stage stage, Tone tone, String title, String text) {
        return Optional.of(Mark.of(key, stage, tone, title, text));
    }
}
