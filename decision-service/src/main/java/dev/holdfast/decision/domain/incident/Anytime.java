package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.Remark.FactStated;
import dev.holdfast.backbone.pack.NearestName;
import dev.holdfast.decision.domain.policy.FactQuestion;

import java.util.List;

/// What means the same in most states: facts, promises, and the passing of promised times.
final class Anytime {
    private Anytime() {}

    static void on(Turn turn, Happening.Always happening) {
        switch (happening) {
            case Happening.Measured m -> measured(turn, m);
            case Happening.FactSaid f -> said(turn, f);
            case Happening.FixPromised f -> Repairs.promised(turn, f);
            case Happening.GlassBroken g -> BreakingGlass.on(turn, g);
            case Happening.Deployed _ -> deployed(turn);
            case Happening.GroupSaid(Mail mail) -> {
                if (mail.kind().toMember()) {
                    Following.told(turn, mail);
                } else {
                    Leading.heard(turn, mail);
                }
            }
            case Happening.TargetDue _ -> Timeline.due(turn);
        }
    }

    private static void measured(Turn turn, Happening.Measured m) {
        if (m.verification().equals(turn.memory.assessed().verification())) {
            turn.memory = turn.memory.found(m.check(), m.finding());
        }
    }

    /// A new fact decides anew, if it says something else than what is being done.
    private static void said(Turn turn, Happening.FactSaid f) {
        FactQuestion question = turn.policy().facts().get(f.fact());
        if (turn.state.ended()) {
            turn.refuse(Refusal.Kind.CONFLICT, "the incident is " + turn.state.word());
            return;
        }
        if (question == null) {
            var known = turn.policy().facts().keySet();
            turn.refuse(
                    Refusal.Kind.INVALID,
                    known.isEmpty()
                            ? "decisions.yml asks for no facts"
                            : "decisions.yml asks for %s, not for '%s'%s"
                                    .formatted(known, f.fact(), NearestName.hint(f.fact(), known)));
            return;
        }
        if (question.value(f.value()).isEmpty()) {
            turn.refuse(
                    Refusal.Kind.INVALID,
                    "'%s' is not %s, which %s asks for"
                            .formatted(f.value(), question.form(), f.fact()));
            return;
        }
        turn.memory =
                turn.memory.stated(
                        f.fact(), new Memory.Stated(f.value(), f.by().name(), turn.now()));
        turn.tell(
                new FactStated(
                        turn.id(), f.fact(), f.value(), f.by().name(), f.reason(), turn.now()));
        decideAnew(turn);
    }

    private static void decideAnew(Turn turn) {
        switch (turn.state) {
            case State.Assessing _ -> WhileAssessing.look(turn);
            case State.Watching _,
                    State.Scheduled _,
                    State.Planning _,
                    State.AwaitingApproval _,
                    State.Withheld _ ->
                    Course.decideIfOther(turn);
            case State.Fixing _ -> {
                boolean _ = Course.decideIfWorse(turn);
            }
            case State.Escalated e -> {
                if (!e.needsPerson()) {
                    Course.decideIfOther(turn);
                }
            }
            case State.RollingBack _,
                    State.Verifying _,
                    State.Holding _,
                    State.Resolved _,
                    State.Closed _ -> {}
        }
    }

    /// What was scheduled with the next deployment: now it shows whether that has ended it.
    private static void deployed(Turn turn) {
        Decision d = turn.decision;
        if (turn.state instanceof State.Scheduled s && s.nextDeployment() && d != null) {
            Course.announce(
                    turn,
                    d,
                    "watch",
                    "The next deployment has come; it is watched whether it ends this.",
                    List.of());
            Course.watch(turn, turn.policy().watchAfter());
        }
    }
}
