package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.RollbackEvent.PlanReady;

import java.util.List;
import java.util.Optional;

/// People were asked about exactly one plan.
final class WhileAwaiting {
    private WhileAwaiting() {}

    static void on(Turn turn, State.AwaitingApproval state, Happening.InState happening) {
        switch (happening) {
            case Happening.Approved approved -> Approvals.approved(turn, state, approved);
            case Happening.Denied denied -> Approvals.denied(turn, state, denied);
            case Happening.DeadlineReached _ -> Asking.unanswered(turn, state);
            case Happening.SwitchesChanged _ -> switched(turn, state);
            case Happening.Calmed _ -> Calm.resolve(turn, "it cleared before anybody agreed");
            case Happening.Raised _, Happening.Restated _ -> Course.decideIfWorse(turn);
            case Happening.FellSilent _ -> turn.touch();
            case Happening.Asked asked -> People.asked(turn, asked);
            case Happening.AbortAsked(Person by, String reason) -> Course.stopped(turn, by, reason);
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.RollbackBegan _,
                    Happening.RollbackDone _,
                    Happening.RollbackBroke _,
                    Happening.RollbackStopped _ ->
                    LateNews.on(turn, happening);
            case Happening.Eased _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.OrderRejected _,
                    Happening.Judged _ -> {}
        }
    }

    /// A switch may forbid what people are asked about.
    private static void switched(Turn turn, State.AwaitingApproval state) {
        Decision decision = turn.decision;
        PlanReady plan = turn.plan;
        if (decision == null || plan == null) {
            throw new IllegalStateException(
                    "Incident %s asks %s about no plan".formatted(turn.id(), state.question()));
        }
        Optional<Judgement.Hold> held = Judge.held(turn, decision, plan);
        held.filter(h -> h.cause() != State.Cause.UNKNOWN)
                .ifPresent(h -> Orders.withhold(turn, decision, plan, h, List.of(h.reason())));
    }
}
