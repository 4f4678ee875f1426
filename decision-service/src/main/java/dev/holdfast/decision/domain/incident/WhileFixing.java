package dev.holdfast.decision.domain.incident;

import java.util.List;

/// People repair it.
final class WhileFixing {
    private WhileFixing() {}

    static void on(Turn turn, State.Fixing state, Happening.InState happening) {
        switch (happening) {
            case Happening.Raised _, Happening.Restated _ -> {
                boolean worse = Course.decideIfWorse(turn);
                if (!worse && state.over() && !turn.fresh().isEmpty()) {
                    passed(turn, state);
                }
            }
            case Happening.Calmed _ ->
                    Calm.resolve(turn, "it cleared while %s repaired it".formatted(state.by()));
            case Happening.DeadlineReached _ -> timeIsOver(turn, state);
            case Happening.FellSilent _ -> turn.touch();
            case Happening.Asked asked -> People.asked(turn, asked);
            case Happening.AbortAsked(Person by, String reason) -> Course.stopped(turn, by, reason);
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.Approved _, Happening.Denied _ -> People.nothingAsked(turn);
            case Happening.RollbackBegan _,
                    Happening.RollbackDone _,
                    Happening.RollbackBroke _,
                    Happening.RollbackStopped _ ->
                    LateNews.on(turn, happening);
            case Happening.Eased _,
                    Happening.SwitchesChanged _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.OrderRejected _,
                    Happening.Judged _ -> {}
        }
    }

    private static void timeIsOver(Turn turn, State.Fixing state) {
        if (!turn.fresh().isEmpty()) {
            passed(turn, state);
        } else if (state.over()) {
            Course.escalate(
                    turn,
                    "the repair should be done, and the trigger is unknown",
                    turn.ordered > 0,
                    List.of());
        } else {
            turn.enter(
                    new State.Fixing(
                            state.by(),
                            state.since(),
                            state.until(),
                            true,
                            turn.now().plus(Standing.KNOWN_FOR)));
        }
    }

    private static void passed(Turn turn, State.Fixing state) {
        turn.state =
                new State.Fixing(
                        state.by(),
                        state.since(),
                        state.until(),
                        true,
                        turn.now().plus(Standing.KNOWN_FOR));
        Course.goOn(
                turn,
                "The repair by %s was estimated until %s, and it is still true. "
                        .formatted(state.by(), state.until()));
    }
}
