package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.RollbackAbortRequested;
import dev.holdfast.backbone.events.Verdict;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// People must act; each level that does not is followed by the next.
final class WhileEscalated {
    private WhileEscalated() {}

    static void on(Turn turn, State.Escalated state, Happening.InState happening) {
        switch (happening) {
            case Happening.DeadlineReached _ -> remind(turn, state);
            case Happening.Calmed _ -> {
                if (!state.needsPerson()) {
                    Course.resolve(turn, "it cleared, and nothing is left half done");
                }
            }
            case Happening.Raised _, Happening.Restated _ -> {
                if (!state.needsPerson()) {
                    Course.decideIfWorse(turn);
                }
            }
            case Happening.Asked asked -> People.asked(turn, asked);
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.AbortAsked(Person by, String reason) ->
                    abort(turn, turn.running, by, reason);
            case Happening.RollbackBegan _,
                    Happening.RollbackDone _,
                    Happening.RollbackBroke _,
                    Happening.RollbackStopped _ ->
                    LateNews.on(turn, happening);
            case Happening.Judged(String verification, Verdict verdict, String summary) -> {
                boolean last = verification.equals(Ids.verification(turn.id(), turn.verifications));
                boolean awaited = turn.memory.proof() == Memory.Proof.ASKED && turn.running == null;
                if (last && awaited && verdict == Verdict.PASSED) {
                    Healing.judged(turn, verdict, summary);
                }
            }
            case Happening.Approved approved -> Approvals.overruled(turn, approved);
            case Happening.Denied _ -> People.nothingAsked(turn);
            case Happening.Eased _,
                    Happening.FellSilent _,
                    Happening.SwitchesChanged _,
                    Happening.PlanMade _,
                    Happening.PlanImpossible _,
                    Happening.OrderRejected _ -> {}
        }
    }

    /// What had cleared before it was escalated says so no second time.
    private static void remind(Turn turn, State.Escalated state) {
        if (turn.calm() && !state.needsPerson()) {
            Course.resolve(turn, "it has cleared, and nothing is left half done");
        } else {
            Course.escalate(
                    turn, state.level() + 1, state.reason(), state.needsPerson(), List.of());
        }
    }

    private static void abort(Turn turn, @Nullable String running, Person by, String reason) {
        if (running == null) {
            turn.refuse(Refusal.Kind.CONFLICT, "no rollback is running");
            return;
        }
        turn.tell(new RollbackAbortRequested(turn.id(), running, by.name(), reason, turn.now()));
        turn.touch();
    }
}
