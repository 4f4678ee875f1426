package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.policy.NextTry.Failure;

import java.util.List;

/// The executor was asked for a plan; nothing may be changed yet.
final class WhilePlanning {
    private WhilePlanning() {}

    static void on(Turn turn, State.Planning state, Happening.InState happening) {
        switch (happening) {
            case Happening.PlanMade(PlanReady plan) -> {
                if (plan.rollback().equals(state.rollback())) {
                    planned(turn, plan);
                }
            }
            case Happening.PlanImpossible(String rollback, List<String> reasons) -> {
                if (rollback.equals(state.rollback())) {
                    Healing.failed(turn, Failure.PLAN_REFUSED, String.join("; ", reasons));
                }
            }
            case Happening.DeadlineReached _ ->
                    Healing.failed(
                            turn,
                            Failure.PLAN_REFUSED,
                            "no plan of runbook '%s' came by %s"
                                    .formatted(state.runbook(), state.planBy()));
            case Happening.Calmed _ -> Calm.resolve(turn, "it cleared before anything was done");
            case Happening.Raised _, Happening.Restated _ -> Course.decideIfWorse(turn);
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
                    Happening.OrderRejected _,
                    Happening.Judged _ -> {}
        }
    }

    /// While events from before our start are still being read, the plan is only kept.
    private static void planned(Turn turn, PlanReady plan) {
        turn.plan = plan;
        Decision decision = turn.decision;
        if (Containing.underWay(turn) && Evidence.losesData(plan)) {
            Containing.failed(turn, "its plan would lose data");
        } else if (turn.situation().upToDate() && decision != null) {
            Leading.planned(turn, decision, plan);
        }
    }
}
