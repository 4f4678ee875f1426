package dev.holdfast.decision.domain.incident;

import java.util.List;

/// A row looks at what the assessment measures, so it is waited for, a short time.
final class WhileAssessing {
    private WhileAssessing() {}

    static void on(Turn turn, State.Assessing state, Happening.InState happening) {
        switch (happening) {
            case Happening.Judged(String verification, _, _) -> {
                if (verification.equals(state.verification())) {
                    over(turn);
                }
            }
            case Happening.DeadlineReached _ -> over(turn);
            case Happening.Raised _, Happening.Restated _ -> look(turn);
            case Happening.Calmed _ -> Course.resolve(turn, "it cleared before anything was done");
            case Happening.FellSilent _ -> turn.touch();
            case Happening.Asked asked -> People.asked(turn, asked);
            case Happening.AbortAsked(Person by, String reason) -> Course.stopped(turn, by, reason);
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.Approved _, Happening.Denied _ -> People.nothingAsked(turn);
            case Happening.Eased _,
                    Happening.SwitchesChanged _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.OrderRejected _,
                    Happening.RollbackBegan _,
                    Happening.RollbackDone _,
                    Happening.RollbackBroke _,
                    Happening.RollbackStopped _ -> {}
        }
    }

    /// Decides as soon as no row that is tried needs what is still being measured.
    static void look(Turn turn) {
        if (turn.fresh().isEmpty()) {
            return;
        }
        Decision d = Course.judged(turn);
        if (!d.waits()) {
            Course.follow(turn, d);
        }
    }

    /// What was not measured by now has no value: a row that needs it asks people.
    private static void over(Turn turn) {
        turn.memory = turn.memory.assessmentOver();
        if (turn.fresh().isEmpty()) {
            Course.escalate(
                    turn,
                    "the trigger is unknown: neither restated nor measured clear",
                    false,
                    List.of());
        } else {
            Course.decide(turn);
        }
    }
}
