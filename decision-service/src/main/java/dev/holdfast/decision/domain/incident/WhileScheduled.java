package dev.holdfast.decision.domain.incident;

import java.util.List;

/// It is rolled back at a time, if that is still needed then. A person may cancel it.
final class WhileScheduled {
    private WhileScheduled() {}

    static void on(Turn turn, State.Scheduled state, Happening.InState happening) {
        switch (happening) {
            case Happening.Raised _, Happening.Restated _ -> {
                boolean worse = Course.decideIfWorse(turn);
                if (!worse && state.over() && !turn.fresh().isEmpty()) {
                    come(turn, state);
                }
            }
            case Happening.Calmed _ -> Calm.resolve(turn, "it cleared before its time came");
            case Happening.DeadlineReached _ -> timeHasCome(turn, state);
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

    private static void timeHasCome(Turn turn, State.Scheduled state) {
        if (!turn.fresh().isEmpty()) {
            come(turn, state);
        } else if (state.over()) {
            Course.escalate(
                    turn,
                    "the time to roll back has come, and the trigger is unknown",
                    turn.ordered > 0,
                    List.of());
        } else {
            turn.enter(unsure(turn, state));
        }
    }

    private static void come(Turn turn, State.Scheduled state) {
        turn.state = unsure(turn, state);
        Course.goOn(
                turn, "Its time (%s) has come, and it is still true. ".formatted(state.words()));
    }

    private static State.Scheduled unsure(Turn turn, State.Scheduled state) {
        return new State.Scheduled(
                state.words(),
                state.nextDeployment(),
                state.at(),
                true,
                turn.now().plus(Standing.KNOWN_FOR));
    }
}
