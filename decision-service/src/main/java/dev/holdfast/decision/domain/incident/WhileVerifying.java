package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.decision.domain.policy.NextTry.Failure;

/// The rollback is done; whether it helped is being measured.
final class WhileVerifying {
    private WhileVerifying() {}

    static void on(Turn turn, State.Verifying state, Happening.InState happening) {
        switch (happening) {
            case Happening.Judged(String verification, Verdict verdict, String summary) -> {
                if (verification.equals(state.verification())) {
                    Healing.judged(turn, verdict, summary);
                }
            }
            case Happening.DeadlineReached _ ->
                    Healing.failed(
                            turn,
                            Failure.INCONCLUSIVE,
                            "no verdict of stage '%s' came in time".formatted(state.stage()));
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.Asked _, Happening.AbortAsked _ ->
                    turn.refuse(
                            Refusal.Kind.CONFLICT,
                            "the rollback is done and stage '%s' is being verified"
                                    .formatted(state.stage()));
            case Happening.Approved _, Happening.Denied _ -> People.nothingAsked(turn);
            case Happening.Raised _,
                    Happening.Restated _,
                    Happening.Eased _,
                    Happening.Calmed _,
                    Happening.FellSilent _,
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
}
