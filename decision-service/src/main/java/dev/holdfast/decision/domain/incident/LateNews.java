package dev.holdfast.decision.domain.incident;

import java.time.Instant;

/// What the executor tells of an order that nobody waits for any more: it did begin, or end, after
/// all. What it did to the system is so, whatever the incident has come to meanwhile.
final class LateNews {
    private LateNews() {}

    static void on(Turn turn, Happening.InState happening) {
        switch (happening) {
            case Happening.RollbackBegan(String rollback) -> {
                if (turn.order(rollback).isPresent()) {
                    begun(turn, rollback);
                }
            }
            case Happening.RollbackDone(String rollback, Instant _) ->
                    turn.order(rollback).ifPresent(order -> Healing.done(turn, order));
            case Happening.RollbackBroke(String rollback, String _, String _) ->
                    ended(turn, rollback);
            case Happening.RollbackStopped(String rollback, String _, String _) ->
                    ended(turn, rollback);
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
                    Happening.Judged _,
                    Happening.Asked _,
                    Happening.Approved _,
                    Happening.Denied _,
                    Happening.AbortAsked _,
                    Happening.CloseAsked _ -> {}
        }
    }

    /// The incident is over: only the ledger changes, and only if it still says that what was rolled
    /// away from runs.
    static void afterwards(Turn turn, Site.Order order, Instant at) {
        if (order.contains()) {
            return;
        }
        boolean stillRuns =
                turn.site
                        .ledger()
                        .running(order.to().component())
                        .filter(e -> !e.release().equals(order.to()))
                        .filter(e -> order.from() == null || e.release().equals(order.from()))
                        .filter(e -> !e.deployedAt().isAfter(at))
                        .isPresent();
        if (stillRuns) {
            Healing.rolledBack(turn, order);
        }
    }

    /// It is over, but what it left behind is still for people.
    private static void ended(Turn turn, String rollback) {
        if (rollback.equals(turn.running)) {
            turn.running = null;
            turn.touch();
        }
    }

    private static void begun(Turn turn, String rollback) {
        turn.running = rollback;
        turn.memory = turn.memory.proof(Memory.Proof.NONE);
        turn.enter(
                new State.RollingBack(
                        rollback,
                        turn.now(),
                        turn.now(),
                        true,
                        turn.now().plus(turn.policy().rollingBack())));
    }
}
