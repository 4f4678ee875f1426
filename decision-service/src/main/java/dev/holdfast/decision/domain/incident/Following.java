package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.decision.domain.incident.Standing.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// A system that the group of another takes along. It plans by its own pack and keeps its own
/// switches and limits, says so to the leader, and is ordered when the leader says so: what allowed
/// the group allows it, since its own decisions.yml follows that leader.
final class Following {
    /// How long the leader may take, its people and all members before this one included. A leader that
    /// does not go on says so at once; this is for one whose letters do not come any more.
    private static final Duration PATIENCE = Duration.ofDays(1);

    private Following() {}

    /// @param request stands for the group among its triggers
    static void join(Turn turn, Trigger request, Mail mail) {
        Bond bond = turn.bond;
        if (bond != null && bond.round().equals(mail.round())) {
            turn.mail(mail.answer(Mail.Kind.JOINED, "", false));
            return;
        }
        Optional<String> busy = busy(turn);
        if (busy.isPresent()) {
            turn.mail(mail.answer(Mail.Kind.REFUSED, busy.get(), true));
            return;
        }
        turn.triggers = turn.triggers.stated(request, Kind.MANUAL, turn.now());
        turn.bond = new Bond(mail.from(), mail.incident(), mail.round(), false);
        turn.mail(mail.answer(Mail.Kind.JOINED, "", false));
        boolean plans =
                turn.state instanceof State.Planning || turn.state instanceof State.Assessing;
        if (!plans) {
            Course.decide(turn);
        }
    }

    private static Optional<String> busy(Turn turn) {
        if (turn.bond != null) {
            return Optional.of("it goes back with the group of " + turn.bond.leader());
        }
        if (turn.lead != null && !turn.lead.over()) {
            return Optional.of("it leads the group '%s' itself".formatted(turn.lead.group()));
        }
        boolean free =
                switch (turn.state) {
                    case State.Assessing _,
                            State.PutOff _,
                            State.Planning _,
                            State.AwaitingApproval _,
                            State.Withheld _ ->
                            turn.running == null;
                    case State.Escalated e -> turn.running == null && !e.needsPerson();
                    case State.RollingBack _,
                            State.Verifying _,
                            State.Holding _,
                            State.Resolved _,
                            State.Closed _ ->
                            false;
                };
        return free && !turn.halfDone()
                ? Optional.empty()
                : Optional.of("its own incident %s is %s".formatted(turn.id(), turn.state.word()));
    }

    /// Its plan goes to the leader instead of to an order. False for a system on its own.
    static boolean answers(Turn turn, Decision decision, PlanReady plan) {
        Bond bond = turn.bond;
        if (bond == null || Containing.underWay(turn)) {
            return false;
        }
        if (bond.going()) {
            says(turn, Mail.Kind.BROKEN, "it was planned anew after it was allowed", false);
            turn.bond = null;
            return false;
        }
        Optional<Judgement.Hold> held = Judge.held(turn, decision, plan);
        if (held.isPresent()) {
            boolean again = held.get().cause() != State.Cause.OBSERVE;
            says(turn, Mail.Kind.REFUSED, held.get().reason(), again, held.get().until());
            waits(turn, held.get().reason());
        } else {
            turn.mail(
                    new Mail(
                            Mail.Kind.PLANNED,
                            bond.leader(),
                            turn.site.scope().key(),
                            bond.incident(),
                            bond.round(),
                            Sentences.would(turn, plan),
                            plan,
                            plan.hash(),
                            Judge.asks(turn, decision, plan).orElse(null),
                            null,
                            false,
                            null,
                            Judge.excluded(turn, decision, plan),
                            null));
            waits(turn, "%s says when it goes back, with its group".formatted(bond.leader()));
        }
        return true;
    }

    private static void waits(Turn turn, String reason) {
        turn.enter(
                new State.Withheld(
                        State.Cause.GROUP,
                        reason,
                        "go back with its group",
                        turn.now().plus(PATIENCE)));
    }

    /// The leader says something.
    static void told(Turn turn, Mail mail) {
        switch (mail.kind()) {
            case GO -> goes(turn, mail);
            case LEAVE -> left(turn, mail.round(), mail.text());
            case JOIN, JOINED, PLANNED, REFUSED, DONE, BROKEN -> {}
        }
    }

    private static void goes(Turn turn, Mail mail) {
        Bond bond = turn.bond;
        PlanReady plan = turn.plan;
        Decision decision = turn.decision;
        boolean ours = bond != null && bond.round().equals(mail.round());
        if (bond != null && ours && bond.going()) {
            return;
        }
        boolean waits = turn.state instanceof State.Withheld w && w.cause() == State.Cause.GROUP;
        if (bond == null
                || !ours
                || !waits
                || plan == null
                || decision == null
                || mail.authority() == null) {
            turn.mail(mail.answer(Mail.Kind.BROKEN, "it is " + turn.state.word(), false));
            return;
        }
        if (!plan.hash().equals(mail.hash())) {
            turn.mail(mail.answer(Mail.Kind.BROKEN, "its plan is another one by now", false));
            return;
        }
        if (mail.until() != null && turn.now().isAfter(mail.until())) {
            String why = "the word to go came after its end, " + mail.until();
            turn.mail(mail.answer(Mail.Kind.BROKEN, why, false));
            left(turn, bond.round(), why);
            return;
        }
        turn.bond = bond.goes();
        Optional<Judgement.Hold> held = Judge.held(turn, decision, plan);
        if (held.isPresent()) {
            // Leaving the way of the group tells the leader.
            Orders.withhold(turn, decision, plan, held.get(), List.of(held.get().reason()));
            return;
        }
        Course.announce(
                turn,
                decision,
                "order",
                "Ordered to %s, since the group of %s was allowed."
                        .formatted(Sentences.would(turn, plan), bond.leader()),
                List.of(mail.text()));
        turn.memory = turn.memory.allowedBy(List.of());
        Orders.send(turn, plan, authority(bond, mail.authority()), mail.text());
    }

    /// Says whose rule it was.
    private static Authority authority(Bond bond, Authority of) {
        return of.rule() == null
                ? of
                : new Authority("%s of %s".formatted(of.rule(), bond.leader()), List.of());
    }

    /// The group does not need it any more, unless it acts already: it is on its own again.
    private static void left(Turn turn, String round, String why) {
        String request = Facts.group(round);
        boolean ours = turn.triggers.find(request).isPresent();
        boolean acts = turn.running != null || turn.halfDone() || turn.state.ended();
        if (!ours || acts) {
            return;
        }
        turn.bond = null;
        turn.triggers = turn.triggers.without(request);
        if (turn.triggers.measuredClear() && turn.fresh().isEmpty()) {
            Course.resolve(turn, "the group does not go back: " + why);
        } else if (turn.fresh().isEmpty()) {
            Course.escalate(
                    turn,
                    "the group does not go back (%s), and its own triggers are unknown"
                            .formatted(why),
                    false,
                    List.of());
        } else {
            Course.decide(turn);
        }
    }

    /// The leader never said when.
    static void late(Turn turn) {
        Bond bond = Objects.requireNonNull(turn.bond);
        says(turn, Mail.Kind.REFUSED, "nothing was heard of the group for a day", true);
        left(turn, bond.round(), "nothing was heard of " + bond.leader());
    }

    /// Looks, after whatever has happened, whether it still goes the way of the group.
    static void after(Turn turn) {
        Bond bond = turn.bond;
        if (bond == null) {
            return;
        }
        boolean acts =
                turn.state instanceof State.RollingBack || turn.state instanceof State.Verifying;
        boolean waits =
                turn.state instanceof State.Assessing
                        || turn.state instanceof State.Planning
                        || (turn.state instanceof State.Withheld w
                                && w.cause() == State.Cause.GROUP);
        if (bond.going() && turn.state instanceof State.Holding) {
            says(turn, Mail.Kind.DONE, "rolled back and verified", false);
            turn.bond = null;
        } else if (bond.going() ? !acts : !waits && !(acts && Containing.underWay(turn))) {
            Mail.Kind kind = bond.going() ? Mail.Kind.BROKEN : Mail.Kind.REFUSED;
            String why = Waiting.sentence(turn, turn.state);
            says(turn, kind, why, false);
            turn.bond = null;
            alone(turn, bond.round(), why);
        }
    }

    /// What it was to do for the group it does not do by itself later on. What is half done it repairs,
    /// and what is true here it goes on with.
    private static void alone(Turn turn, String round, String why) {
        if (turn.running != null || turn.halfDone() || turn.state.ended()) {
            return;
        }
        turn.triggers = turn.triggers.without(Facts.group(round));
        boolean plans = turn.state instanceof State.Planning;
        if (!turn.fresh().isEmpty()) {
            if (plans) {
                Course.decide(turn);
            }
        } else if (turn.triggers.measuredClear()) {
            Course.resolve(turn, "the group does not go back: " + why);
        } else if (plans) {
            Course.escalate(
                    turn,
                    "the group does not go back (%s), and its own triggers are unknown"
                            .formatted(why),
                    false,
                    List.of());
        }
    }

    private static void says(Turn turn, Mail.Kind kind, String why, boolean again) {
        says(turn, kind, why, again, null);
    }

    private static void says(
            Turn turn, Mail.Kind kind, String why, boolean again, @Nullable Instant until) {
        Bond b = Objects.requireNonNull(turn.bond);
        String self = turn.site.scope().key();
        turn.mail(
                new Mail(
                        kind,
                        b.leader(),
                        self,
                        b.incident(),
                        b.round(),
                        why,
                        null,
                        null,
                        null,
                        null,
                        again,
                        null,
                        List.of(),
                        until));
    }

    /// It was told to go.
    static boolean going(Turn turn) {
        return turn.bond != null && turn.bond.going();
    }
}
