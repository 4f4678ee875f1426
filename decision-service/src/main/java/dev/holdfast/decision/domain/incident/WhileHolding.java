package dev.holdfast.decision.domain.incident;

import java.time.Instant;
import java.util.List;

/// The verification has passed; it must stay quiet, and silence is not quiet.
final class WhileHolding {
    private WhileHolding() {}

    static void on(Turn turn, State.Holding state, Happening.InState happening) {
        switch (happening) {
            case Happening.DeadlineReached _ -> timeIsOver(turn, state);
            case Happening.Calmed _ -> {
                if (state.over() && turn.situation().owed().after().isEmpty()) {
                    healed(turn);
                }
            }
            case Happening.Raised _, Happening.Restated _ -> {
                if (cameBack(turn, state.since())) {
                    Course.decide(turn);
                }
            }
            case Happening.SwitchesChanged _ -> {
                boolean answered = turn.situation().owed().after().isEmpty();
                if (state.over() && answered && turn.triggers.measuredClear()) {
                    healed(turn);
                }
            }
            case Happening.FellSilent _ -> turn.touch();
            case Happening.Asked asked -> People.asked(turn, asked);
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.AbortAsked _ ->
                    turn.refuse(Refusal.Kind.CONFLICT, "the rollback is done: nothing is running");
            case Happening.Approved _, Happening.Denied _ -> People.nothingAsked(turn);
            case Happening.Eased _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.OrderRejected _,
                    Happening.RollbackBegan _,
                    Happening.RollbackDone _,
                    Happening.RollbackBroke _,
                    Happening.RollbackStopped _,
                    Happening.Judged _ -> {}
        }
    }

    /// Only what became true after the verification is a regression; the rest is a late window.
    private static boolean cameBack(Turn turn, Instant since) {
        return turn.fresh().stream().anyMatch(s -> s.trigger().activeSince().isAfter(since));
    }

    private static void timeIsOver(Turn turn, State.Holding state) {
        List<String> owed = turn.situation().owed().after();
        if (state.over() && !owed.isEmpty()) {
            Course.escalate(
                    turn,
                    "the checklist after a rollback is not answered, which proves nothing: "
                            + String.join(", ", owed),
                    false,
                    List.of());
        } else if (owed.isEmpty() && turn.triggers.measuredClear()) {
            healed(turn);
        } else if (state.over()) {
            Course.escalate(
                    turn,
                    "verified, but %s was not measured clear"
                            .formatted(String.join(", ", turn.triggers.rules())),
                    false,
                    List.of());
        } else {
            Instant deadline = turn.now().plus(turn.policy().clearWithin());
            turn.enter(new State.Holding(state.since(), state.until(), true, deadline));
        }
    }

    private static void healed(Turn turn) {
        Decision d = turn.decision;
        String to = d == null || d.to() == null ? "the release before" : d.to().toString();
        Course.resolve(turn, "%s is back, verified and quiet".formatted(to));
    }
}
