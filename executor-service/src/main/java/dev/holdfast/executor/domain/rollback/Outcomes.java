package dev.holdfast.executor.domain.rollback;

import dev.holdfast.backbone.events.RollbackEvent.StepFailed;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.executor.domain.plan.Plan;
import dev.holdfast.executor.domain.rollback.JournalEntry.Kind;
import dev.holdfast.executor.domain.rollback.StepState.Done;
import dev.holdfast.executor.domain.rollback.StepState.Doubtful;
import dev.holdfast.executor.domain.rollback.StepState.Failed;
import dev.holdfast.executor.domain.rollback.StepState.Intended;
import dev.holdfast.executor.domain.rollback.StepState.Skipped;
import dev.holdfast.executor.domain.rollback.StepState.Stuck;
import dev.holdfast.executor.domain.rollback.StepState.Waiting;
import dev.holdfast.executor.domain.rollback.Turn.Moment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;

/// What becomes of a step when its outcome is known, or when looking at its target has shown
/// something. An outcome that comes after the run has ended is journalled and changes nothing.
public final class Outcomes {
    private Outcomes() {}

    /// What doing the intended effect came to.
    public static Turn found(Rollback r, Plan plan, int index, Finding finding, Moment moment) {
        return found(Turn.of(r), plan, index, finding, moment);
    }

    static Turn found(Turn turn, Plan plan, int index, Finding finding, Moment moment) {
        StepEvent event =
                switch (finding) {
                    case Finding.Done(_, var outputs) -> new StepEvent.Succeed(outputs);
                    case Finding.NotDone(String reason, _) ->
                            new StepEvent.Miss(moment.now(), reason);
                    case Finding.NotTried(String reason) ->
                            new StepEvent.Postpone(moment.now(), reason);
                    case Finding.Unsure(String reason, _) ->
                            new StepEvent.Doubt(moment.now(), reason);
                };
        return took(turn, plan, index, Kind.OUTCOME, event, text(finding), moment);
    }

    /// What looking at the target of an intent without an outcome has shown.
    public static Turn looked(Rollback r, Plan plan, int index, Finding finding, Moment moment) {
        StepEvent event =
                switch (finding) {
                    case Finding.Done(_, var outputs) -> new StepEvent.SeenDone(outputs);
                    case Finding.NotDone(String reason, _) ->
                            new StepEvent.SeenUndone(moment.now(), reason);
                    case Finding.NotTried(String reason) ->
                            new StepEvent.SeenNothing(moment.now(), reason);
                    case Finding.Unsure(String reason, _) ->
                            new StepEvent.SeenNothing(moment.now(), reason);
                };
        return took(Turn.of(r), plan, index, Kind.LOOK, event, text(finding), moment);
    }

    /// An idempotent effect of unknown outcome is simply done again.
    static Turn repeated(Turn turn, Plan plan, int index, Moment moment) {
        String reason = "outcome unknown; the step is idempotent, so it is done again";
        var event = new StepEvent.Repeat(moment.now(), reason);
        return took(turn, plan, index, Kind.LOOK, event, reason, moment);
    }

    static Turn unknowable(Turn turn, Plan plan, int index, Moment moment) {
        String reason =
                "it may have been done or not, and looking cannot tell; look yourself, then retry"
                        + " or skip the step, or abort";
        return took(turn, plan, index, Kind.LOOK, new StepEvent.Unknowable(reason), reason, moment);
    }

    static Turn skipped(Turn turn, String step, String why, Moment moment) {
        return turn.notes(step, "skipped", why, moment)
                .tells(finished(turn.rollback(), step, 0, why, true, false, Duration.ZERO, moment));
    }

    private static Turn took(
            Turn turn,
            Plan plan,
            int index,
            Kind kind,
            StepEvent event,
            String evidence,
            Moment moment) {
        Rollback r = turn.rollback();
        StepRun run = r.runs().get(index);
        Attempt attempt = attempt(run.state());
        if (attempt == null || !RollbackState.holds(r.state())) {
            return turn.notes(run.name(), "too late to count", evidence, moment)
                    .then(new Todo.Nothing());
        }
        StepState next =
                StepMachine.of(plan.steps().get(run.step()), run.undo()).after(run.state(), event);
        Turn written =
                turn.run(index, next)
                        .writes(
                                kind,
                                run.name(),
                                attempt.number(),
                                attempt.key(),
                                word(event),
                                evidence,
                                moment);
        Turn told = tell(written, run, next, attempt, evidence, moment);
        return Saved.told(told, plan, index, moment).then(new Todo.GoOn());
    }

    private static Turn tell(
            Turn turn,
            StepRun run,
            StepState next,
            Attempt attempt,
            String evidence,
            Moment moment) {
        Rollback r = turn.rollback();
        return switch (next) {
            case Done(_, _, boolean reconciled) ->
                    turn.tells(
                            finished(
                                    r,
                                    run.name(),
                                    attempt.number(),
                                    evidence,
                                    false,
                                    reconciled,
                                    Duration.between(attempt.since(), moment.now()),
                                    moment));
            case Waiting _ -> turn.tells(missed(r, run, attempt, evidence, true, moment));
            case Failed _ -> turn.tells(missed(r, run, attempt, evidence, false, moment));
            // The pause that follows tells why; a doubt is told when it is cleared.
            case Stuck _, Doubtful _, Intended _, Skipped _ -> turn;
        };
    }

    private record Attempt(int number, String key, Instant since) {}

    private static @Nullable Attempt attempt(StepState state) {
        return switch (state) {
            case Intended i -> new Attempt(i.attempt(), i.key(), i.since());
            case Doubtful d -> new Attempt(d.attempt(), d.key(), d.since());
            case Waiting _, Stuck _, Done _, Skipped _, Failed _ -> null;
        };
    }

    private static StepFailed missed(
            Rollback r, StepRun run, Attempt attempt, String why, boolean again, Moment moment) {
        return new StepFailed(
                r.incident(),
                r.id(),
                run.name(),
                attempt.number(),
                Evidence.told(why),
                again,
                moment.now());
    }

    private static StepFinished finished(
            Rollback r,
            String step,
            int attempt,
            String evidence,
            boolean skipped,
            boolean reconciled,
            Duration took,
            Moment moment) {
        return new StepFinished(
                r.incident(),
                r.id(),
                step,
                attempt,
                Evidence.told(evidence),
                skipped,
                reconciled,
                took,
                moment.now());
    }

    private static String word(StepEvent event) {
        return switch (event) {
            case StepEvent.Succeed _, StepEvent.SeenDone _ -> "done";
            case StepEvent.Miss _, StepEvent.SeenUndone _ -> "not done";
            case StepEvent.Postpone _ -> "not tried";
            case StepEvent.Doubt _,
                    StepEvent.SeenNothing _,
                    StepEvent.Unknowable _,
                    StepEvent.Repeat _ ->
                    "unsure";
            case StepEvent.Intend _ -> "intended";
            case StepEvent.TryAgain _ -> "again";
            case StepEvent.GoWithout _ -> "skipped";
        };
    }

    private static String text(Finding finding) {
        return switch (finding) {
            case Finding.Done(String evidence, _) -> evidence;
            case Finding.NotDone(String reason, String evidence) -> joined(reason, evidence);
            case Finding.NotTried(String reason) -> "not tried: " + reason;
            case Finding.Unsure(String reason, String evidence) -> joined(reason, evidence);
        };
    }

    private static String joined(String reason, String evidence) {
        return evidence.isBlank() ? reason : reason + "\n" + evidence;
    }
}
