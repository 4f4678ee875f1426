package dev.holdfast.decision.domain.incident;

/// A row said to watch before acting.
final class WhileWatching {
    private static final String STILL = "Still true after the time to watch. ";

    private WhileWatching() {}

    static void on(Turn turn, State.Watching state, Happening.InState happening) {
        switch (happening) {
            case Happening.Raised _, Happening.Restated _ -> {
                boolean decided = Course.decideIfWorse(turn);
                if (!decided && state.over() && !turn.fresh().isEmpty()) {
                    Course.goOn(turn, STILL);
                }
            }
            case Happening.Calmed _ ->
                    Course.resolve(turn, "it cleared by itself while it was watched");
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

    private static void timeIsOver(Turn turn, State.Watching state) {
        if (!turn.fresh().isEmpty()) {
            turn.state = unsure(turn, state);
            Course.goOn(turn, STILL);
        } else if (state.over()) {
            Course.escalate(
                    turn,
                    "the trigger is unknown: neither restated nor measured clear",
                    false,
                    java.util.List.of());
        } else {
            turn.enter(unsure(turn, state));
        }
    }

    /// The time has passed, but one more statement decides: the trigger is unknown, or by now of a
    /// kind that is ignored.
    private static State.Watching unsure(Turn turn, State.Watching state) {
        return new State.Watching(
                state.since(), state.until(), true, turn.now().plus(Standing.KNOWN_FOR));
    }
}
