package dev.holdfast.decision.domain.incident;

import dev.holdfast.decision.domain.policy.Mode;

import java.time.Duration;
import java.util.List;

/// It would act, but a switch, a limit or old news holds it back.
final class WhileWithheld {
    private static final Duration LOOK_AGAIN = Duration.ofHours(1);

    private WhileWithheld() {}

    static void on(Turn turn, State.Withheld state, Happening.InState happening) {
        switch (happening) {
            case Happening.Calmed _ ->
                    Calm.resolve(turn, "it cleared by itself; withheld was to " + state.would());
            case Happening.Raised _, Happening.Restated _ -> {
                if (state.cause() == State.Cause.UNKNOWN && !turn.fresh().isEmpty()) {
                    Course.decide(turn);
                } else {
                    Course.decideIfWorse(turn);
                }
            }
            case Happening.DeadlineReached _ -> {
                if (state.cause() != State.Cause.GROUP) {
                    lookAgain(turn, state);
                } else if (turn.bond != null) {
                    Following.late(turn);
                } else {
                    Leading.late(turn);
                }
            }
            case Happening.SwitchesChanged _ -> {
                if (!inForce(turn, state) && !turn.fresh().isEmpty()) {
                    Course.decide(turn);
                }
            }
            case Happening.FellSilent _ -> turn.touch();
            case Happening.Asked asked -> People.asked(turn, asked);
            case Happening.CloseAsked asked -> People.close(turn, asked);
            case Happening.AbortAsked _ ->
                    turn.refuse(Refusal.Kind.CONFLICT, "nothing is running: it is withheld");
            case Happening.Approved _, Happening.Denied _ -> People.nothingAsked(turn);
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

    private static void lookAgain(Turn turn, State.Withheld state) {
        boolean unknown = turn.fresh().isEmpty();
        if (turn.calm() && turn.ordered == 0) {
            Course.resolve(turn, "it cleared by itself; withheld was to " + state.would());
        } else if (unknown) {
            Course.escalate(
                    turn,
                    "withheld (%s), and its triggers are unknown by now".formatted(state.reason()),
                    turn.ordered > 0,
                    List.of());
        } else if (inForce(turn, state)) {
            turn.enter(later(turn, state));
        } else {
            turn.state = later(turn, state);
            Course.decide(turn);
        }
    }

    private static State.Withheld later(Turn turn, State.Withheld state) {
        return new State.Withheld(
                state.cause(), state.reason(), state.would(), turn.now().plus(LOOK_AGAIN));
    }

    /// A limit is looked at again by deciding anew; a switch is known.
    private static boolean inForce(Turn turn, State.Withheld state) {
        return switch (state.cause()) {
            case OBSERVE -> turn.site.mode(turn.policy()) == Mode.OBSERVE;
            case HALTED -> Switches.halted(turn.situation()).isPresent();
            case CHECKLIST -> !turn.situation().owed().before().isEmpty();
            case GROUP -> true;
            case LIMIT, UNKNOWN -> false;
        };
    }
}
