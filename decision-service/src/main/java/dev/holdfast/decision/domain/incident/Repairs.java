package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Remark.FixDeclared;
import dev.holdfast.backbone.pack.Durations;
import dev.holdfast.decision.domain.policy.FixForward;

import java.time.Duration;
import java.time.Instant;

/// Rollback or fix forward: people may repair it, for a limited time that may be extended a limited
/// number of times. When the time has passed, or it becomes worse, the rollback goes on.
final class Repairs {
    private Repairs() {}

    static void promised(Turn turn, Happening.FixPromised said) {
        if (turn.running != null || !repairable(turn.state)) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "the incident is %s: a repair cannot be promised now"
                            .formatted(turn.state.word()));
            return;
        }
        FixForward policy = turn.policy().fixForward();
        Duration most = policy.atMost().get(turn.severity);
        if (most == null) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "%s waits for no repair; 'fix-forward: at-most' of decisions.yml says what does"
                            .formatted(turn.severity));
            return;
        }
        boolean positive = said.estimate().compareTo(Duration.ZERO) > 0;
        if (!positive || said.estimate().compareTo(most) > 0) {
            turn.refuse(
                    Refusal.Kind.INVALID,
                    "a repair of %s may take at most %s, not %s"
                            .formatted(
                                    turn.severity,
                                    Durations.show(most),
                                    Durations.show(said.estimate())));
            return;
        }
        int extension = turn.memory.extensions() + 1;
        if (extension > policy.extensions()) {
            turn.refuse(
                    Refusal.Kind.CONFLICT,
                    "the estimate may be extended %d times, and was"
                            .formatted(policy.extensions()));
            return;
        }
        Instant until = turn.now().plus(said.estimate());
        turn.memory = turn.memory.extensions(extension);
        turn.tell(
                new FixDeclared(
                        turn.id(), said.by().name(), until, extension, said.reason(), turn.now()));
        turn.enter(new State.Fixing(said.by().name(), turn.now(), until, false, until));
    }

    private static boolean repairable(State state) {
        return switch (state) {
            case State.Assessing _,
                    State.Watching _,
                    State.Fixing _,
                    State.Scheduled _,
                    State.Planning _,
                    State.AwaitingApproval _,
                    State.Withheld _ ->
                    true;
            case State.Escalated e -> !e.needsPerson();
            case State.RollingBack _,
                    State.Verifying _,
                    State.Holding _,
                    State.Resolved _,
                    State.Closed _ ->
                    false;
        };
    }
}
