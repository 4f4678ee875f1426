package dev.holdfast.decision.domain.incident;

import java.util.List;

/// Acting is put off: it is watched, being repaired, or waits for its hour. Then it goes on if it is
/// still true; what is unknown then has the time of one more statement.
final class WhilePutOff {
    private WhilePutOff() {}

    static void on(Turn turn, State.PutOff state, Happening.InState happening) {
        switch (happening) {
            case Happening.Raised _, Happening.Restated _ -> {
                boolean worse = Course.decideIfWorse(turn);
                if (!worse && state.over() && !turn.fresh().isEmpty()) {
                    goOn(turn, state);
                }
            }
            case Happening.Calmed _ -> Calm.resolve(turn, state.cleared());
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

    private static void timeIsOver(Turn turn, State.PutOff state) {
        if (!turn.fresh().isEmpty()) {
            goOn(turn, state);
        } else if (turn.calm() && turn.ordered == 0) {
            // It cleared while nothing was told: a signal beside it ran out, or we were not there.
            Course.resolve(turn, state.cleared());
        } else if (turn.calm()) {
            Course.escalate(
                    turn,
                    "%s and the trigger is clear, but an order was given before"
                            .formatted(state.passed()),
                    true,
                    List.of());
        } else if (state.over()) {
            Course.escalate(
                    turn,
                    "%s, and the trigger is unknown: neither restated nor measured clear"
                            .formatted(state.passed()),
                    turn.ordered > 0,
                    List.of());
        } else {
            turn.enter(due(turn, state));
        }
    }

    /// A row that ignores it by now enters no state: then it is judged again when `due` comes.
    private static void goOn(Turn turn, State.PutOff state) {
        turn.state = due(turn, state);
        Course.goOn(turn, state.goesOn());
    }

    private static State.PutOff due(Turn turn, State.PutOff state) {
        return state.due(turn.now().plus(Standing.KNOWN_FOR));
    }
}
