package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.IncidentClosed;

import java.time.Instant;

/// Nothing more happens to it; a person may close what was resolved, and a rollback that ends only
/// now changes the ledger.
final class WhenEnded {
    private WhenEnded() {}

    static void on(Turn turn, Happening.InState happening) {
        switch (happening) {
            case Happening.CloseAsked(Person by, String reason) -> {
                if (turn.state instanceof State.Resolved) {
                    String why = "closed by %s: %s".formatted(by.name(), reason);
                    turn.enter(new State.Closed(turn.now(), why));
                    turn.tell(new IncidentClosed(turn.id(), why, turn.now()));
                } else {
                    turn.refuse(Refusal.Kind.CONFLICT, "it is closed already");
                }
            }
            case Happening.Asked _,
                    Happening.AbortAsked _,
                    Happening.Approved _,
                    Happening.Denied _ ->
                    turn.refuse(Refusal.Kind.CONFLICT, "the incident is " + turn.state.word());
            case Happening.RollbackDone(String rollback, Instant at) ->
                    turn.order(rollback).ifPresent(order -> LateNews.afterwards(turn, order, at));
            case Happening.Raised _,
                    Happening.Restated _,
                    Happening.Eased _,
                    Happening.Calmed _,
                    Happening.FellSilent _,
                    Happening.DeadlineReached _,
                    Happening.SwitchesChanged _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.OrderRejected _,
                    Happening.RollbackBegan _,
                    Happening.RollbackBroke _,
                    Happening.RollbackStopped _,
                    Happening.Judged _ -> {}
        }
    }
}
