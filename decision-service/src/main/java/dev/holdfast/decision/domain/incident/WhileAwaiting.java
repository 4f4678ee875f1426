package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.ApprovalExpired;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.policy.AuthorityRule;
import dev.holdfast.decision.domain.policy.Stage;

import java.util.List;
import java.util.Optional;

/// People were asked about exactly one plan.
final class WhileAwaiting {
    private WhileAwaiting() {}

    static void on(Turn turn, State.AwaitingApproval state, Happening.InState happening) {
        switch (happening) {
            case Happening.Approved approved -> Approvals.approved(turn, state, approved);
            case Happening.Denied denied -> Approvals.denied(turn, state, denied);
            case Happening.DeadlineReached _ -> unanswered(turn, state);
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

    /// The next stage of the same rule is asked; after the last it goes to the escalation.
    private static void unanswered(Turn turn, State.AwaitingApproval state) {
        Question q = state.question();
        String why = "%s did not answer in time".formatted(Waiting.list(q.roles()));
        turn.tell(new ApprovalExpired(turn.id(), q.request(), why, turn.now()));
        turn.answered();
        List<Stage> stages =
                turn.policy().authority().stream()
                        .filter(r -> r.name().equals(q.rule()))
                        .findFirst()
                        .map(AuthorityRule::stages)
                        .orElse(List.of());
        PlanReady plan = turn.plan;
        int next = q.stage() + 1;
        if (plan != null && next < stages.size()) {
            turn.tell(
                    new dev.holdfast.backbone.events.IncidentEvent.IncidentEscalated(
                            turn.id(),
                            turn.severity,
                            next + 1,
                            stages.get(next).roles(),
                            why,
                            turn.now()));
            Orders.ask(turn, plan, new Judgement.Ask(q.rule(), stages, notDeployer(turn, q)), next);
        } else {
            Course.escalate(turn, next + 1, why, turn.ordered > 0, List.of());
        }
    }

    private static boolean notDeployer(Turn turn, Question q) {
        return turn.policy().authority().stream()
                .anyMatch(r -> r.name().equals(q.rule()) && r.notDeployer());
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
