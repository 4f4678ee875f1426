package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.Authority;
import dev.holdfast.backbone.events.IncidentEvent.IncidentWithheld;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.decision.domain.incident.Lead.Member;
import dev.holdfast.decision.domain.incident.Lead.Stage;
import dev.holdfast.decision.domain.policy.Group;
import dev.holdfast.decision.domain.policy.Mode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// The incident whose row names a group takes the group back with it. All are asked, one after the
/// other by their keys, and plan; what is judged and allowed is the plan of all; then they go in the
/// order that is declared, or together. Until the first is ordered one that cannot go holds all of
/// them; afterwards the group stops where it is, and people are told how far that was.
final class Leading {
    /// How long the members have for their plans.
    private static final Duration PLANS = Duration.ofMinutes(2);

    /// When it is tried again after a member could not.
    private static final Duration AGAIN = Duration.ofMinutes(5);

    /// When it is tried again at the latest, after one that said until when it cannot.
    private static final Duration SELDOM = Duration.ofHours(1);

    /// How long it waits for the members before it.
    private static final Duration TURN = Duration.ofHours(2);

    private Leading() {}

    /// A plan of its own was asked for: now the others are.
    static void begin(Turn turn, Decision d) {
        Group group = d.group() == null ? null : turn.policy().groups().get(d.group());
        Lead before = turn.lead;
        if (before != null && Grouped.forming(before)) {
            GroupEnds.dissolve(turn, "it is planned anew");
        }
        boolean gone = before != null && othersGone(turn, before);
        boolean alone =
                gone
                        || turn.bond != null
                        || turn.ordered > 0
                        || Containing.underWay(turn)
                        || turn.site.mode(turn.policy()) == Mode.OBSERVE;
        if (group == null || alone) {
            return;
        }
        GroupEnds.dissolve(turn, "it is planned anew");
        List<String> keys = group.keys(turn.site.scope());
        if (keys.contains(GroupEnds.self(turn))) {
            Lead begun =
                    new Lead(
                            group.name(),
                            group.inOrder(),
                            turn.rollback(),
                            keys.stream().map(k -> new Member(k, first(turn, k))).toList(),
                            null,
                            d.sentence(),
                            false);
            turn.lead = begun;
            asksNext(turn, begun);
        }
    }

    private static Stage first(Turn turn, String key) {
        return key.equals(GroupEnds.self(turn)) ? Stage.JOINED : Stage.WAITING;
    }

    private static void asksNext(Turn turn, Lead lead) {
        lead.next()
                .ifPresent(m -> {
                    turn.lead = lead.with(m.now(Stage.ASKED));
                    turn.mail(GroupEnds.mail(turn, lead, Mail.Kind.JOIN, m.scope(), lead.reason()));
                });
    }

    /// Its own plan is there.
    static void planned(Turn turn, Decision decision, PlanReady plan) {
        Lead lead = turn.lead;
        boolean ours =
                lead != null && Grouped.forming(lead) && lead.round().equals(plan.rollback());
        if (lead == null || !ours || Containing.underWay(turn)) {
            Orders.judge(turn, decision, plan);
            return;
        }
        Lead with =
                lead.with(new Member(GroupEnds.self(turn), Stage.PLANNED, plan, null, List.of()));
        turn.lead = with;
        waits(turn, with, PLANS);
        judges(turn, with);
    }

    /// Judges the plan of all, once it is there.
    private static void judges(Turn turn, Lead lead) {
        Decision decision = turn.decision;
        boolean waits = turn.state instanceof State.Withheld w && w.cause() == State.Cause.GROUP;
        if (decision != null && waits && lead.planned()) {
            PlanReady whole = lead.whole(GroupEnds.self(turn));
            turn.plan = whole;
            Orders.judge(turn, decision, whole);
        }
    }

    /// A member says something. What belongs to another round is over.
    static void heard(Turn turn, Mail mail) {
        Lead lead = turn.lead;
        boolean ours = lead != null && !lead.over() && lead.round().equals(mail.round());
        if (lead == null || !ours || lead.member(mail.from()).isEmpty()) {
            if (mail.kind() == Mail.Kind.JOINED || mail.kind() == Mail.Kind.PLANNED) {
                turn.mail(mail.answer(Mail.Kind.LEAVE, "that is over", false));
            }
            return;
        }
        switch (mail.kind()) {
            case JOINED -> {
                if (lead.stage(mail.from()) == Stage.ASKED) {
                    Lead joined = lead.at(mail.from(), Stage.JOINED);
                    turn.lead = joined;
                    asksNext(turn, joined);
                }
            }
            case PLANNED -> memberPlanned(turn, lead, mail);
            case REFUSED, BROKEN -> {
                if (lead.stage(mail.from()) == Stage.DONE) {
                    // It heard twice that it may go, and had been there before the second time.
                    return;
                }
                String why = "%s: %s".formatted(mail.from(), mail.text());
                if (lead.authority() == null) {
                    cannot(turn, why, mail.again(), mail.until());
                } else {
                    GroupEnds.stop(turn, lead.at(mail.from(), Stage.BROKEN), why);
                }
            }
            case DONE -> {
                turn.lead = lead.at(mail.from(), Stage.DONE);
                goesOn(turn);
            }
            case JOIN, GO, LEAVE -> {}
        }
    }

    private static void memberPlanned(Turn turn, Lead lead, Mail mail) {
        PlanReady plan = Objects.requireNonNull(mail.plan());
        Member before = lead.member(mail.from()).orElseThrow();
        PlanReady known = before.plan();
        if (known != null && known.hash().equals(plan.hash())) {
            return;
        }
        if (lead.authority() != null) {
            GroupEnds.stop(
                    turn,
                    lead.at(mail.from(), Stage.BROKEN),
                    mail.from() + " was planned anew after it was allowed");
            return;
        }
        Lead with =
                lead.with(
                        new Member(mail.from(), Stage.PLANNED, plan, mail.asks(), mail.excluded()));
        turn.lead = with;
        Decision decision = turn.decision;
        if (known != null && decision != null && turn.state instanceof State.AwaitingApproval) {
            // People were asked about another plan.
            Course.plan(turn, decision);
        } else {
            judges(turn, with);
        }
    }

    /// Nothing was ordered: one that cannot go holds all of them.
    ///
    /// @param until before then it is of no use; null: not known
    private static void cannot(Turn turn, String why, boolean again, @Nullable Instant until) {
        Decision decision = turn.decision;
        GroupEnds.dissolve(turn, why);
        String reason = "the group cannot go back, " + why;
        if (!again || decision == null) {
            Course.escalate(turn, reason, false, List.of());
            return;
        }
        String would = turn.plan == null ? "roll the group back" : Sentences.would(turn, turn.plan);
        Course.announce(turn, decision, "withhold", "Withheld: " + reason + ".", List.of(reason));
        turn.tell(new IncidentWithheld(turn.id(), reason, would, turn.now()));
        turn.enter(new State.Withheld(State.Cause.LIMIT, reason, would, next(turn, until)));
    }

    private static Instant next(Turn turn, @Nullable Instant until) {
        Instant soonest = turn.now().plus(AGAIN);
        Instant latest = turn.now().plus(SELDOM);
        return until == null || until.isBefore(soonest)
                ? soonest
                : until.isAfter(latest) ? latest : until;
    }

    /// It is allowed: whoever is first goes. False where there is no group, or it is gone already, or
    /// where it is not the group's plan that was allowed.
    static boolean allowed(Turn turn, PlanReady plan, Authority authority, String reason) {
        Lead lead = turn.lead;
        if (lead == null
                || !Grouped.forming(lead)
                || !GroupEnds.isWhole(turn, lead, plan)
                || Containing.underWay(turn)) {
            return false;
        }
        turn.lead = lead.allowed(authority, reason);
        // What is ordered of it here, from now on.
        turn.plan = lead.member(GroupEnds.self(turn)).map(Member::plan).orElse(null);
        goesOn(turn);
        return true;
    }

    /// Sends those whose turn it is.
    private static void goesOn(Turn turn) {
        Lead lead = turn.lead;
        if (lead == null || lead.authority() == null || lead.over()) {
            return;
        }
        List<String> ready = lead.at(Stage.PLANNED);
        if (lead.inOrder()) {
            boolean busy = !lead.at(Stage.GOING).isEmpty();
            ready = busy || ready.isEmpty() ? List.of() : List.of(ready.getFirst());
        }
        boolean own = ready.contains(GroupEnds.self(turn));
        for (String scope : ready) {
            goes(turn, scope);
        }
        Lead now = Objects.requireNonNull(turn.lead);
        if (own) {
            ordersItself(turn);
        } else if (now.stage(GroupEnds.self(turn)) == Stage.PLANNED) {
            waits(turn, now, TURN);
        } else if (now.at(Stage.PLANNED, Stage.GOING).isEmpty()) {
            GroupEnds.ends(turn, now);
            turn.touch();
        }
    }

    private static void goes(Turn turn, String scope) {
        Lead lead = Objects.requireNonNull(turn.lead);
        Member m = lead.member(scope).orElseThrow();
        turn.lead = lead.with(m.now(Stage.GOING));
        if (!scope.equals(GroupEnds.self(turn))) {
            turn.mail(
                    new Mail(
                            Mail.Kind.GO,
                            scope,
                            GroupEnds.self(turn),
                            turn.id(),
                            lead.round(),
                            lead.reason(),
                            null,
                            Objects.requireNonNull(m.plan()).hash(),
                            null,
                            lead.authority(),
                            false,
                            null,
                            List.of(),
                            turn.now().plus(Orders.VALID)));
        }
    }

    /// A switch that was thrown since it was allowed still holds it.
    private static void ordersItself(Turn turn) {
        Lead lead = Objects.requireNonNull(turn.lead);
        Decision decision = Objects.requireNonNull(turn.decision);
        PlanReady own =
                Objects.requireNonNull(lead.member(GroupEnds.self(turn)).orElseThrow().plan());
        Optional<Judgement.Hold> held = Judge.held(turn, decision, own);
        if (held.isPresent()) {
            GroupEnds.stop(
                    turn,
                    lead.at(GroupEnds.self(turn), Stage.BROKEN),
                    GroupEnds.self(turn) + ": " + held.get().reason());
        } else {
            Orders.send(turn, own, Objects.requireNonNull(lead.authority()), lead.reason());
        }
    }

    /// Looks, after whatever has happened, whether the leader itself still goes the way of its group.
    static void after(Turn turn) {
        Lead lead = turn.lead;
        if (lead == null || lead.over()) {
            return;
        }
        boolean waits = turn.state instanceof State.Withheld w && w.cause() == State.Cause.GROUP;
        if (lead.authority() == null) {
            boolean onTheWay =
                    waits
                            || turn.state instanceof State.Planning
                            || turn.state instanceof State.AwaitingApproval;
            if (!onTheWay) {
                GroupEnds.dissolve(turn, "it is now " + turn.state.word());
            }
            return;
        }
        if (turn.state.ended()) {
            GroupEnds.stop(turn, lead, GroupEnds.self(turn) + " is " + turn.state.word());
            return;
        }
        Stage own = lead.stage(GroupEnds.self(turn));
        boolean acts =
                turn.state instanceof State.RollingBack || turn.state instanceof State.Verifying;
        if (own == Stage.GOING && turn.state instanceof State.Holding) {
            turn.lead = lead.at(GroupEnds.self(turn), Stage.DONE);
            goesOn(turn);
        } else if ((own == Stage.GOING && !acts) || (own == Stage.PLANNED && !waits)) {
            GroupEnds.stop(
                    turn,
                    lead.at(GroupEnds.self(turn), Stage.BROKEN),
                    GroupEnds.self(turn) + " is " + turn.state.word());
        }
    }

    /// Nothing came in time.
    static void late(Turn turn) {
        Lead lead = turn.lead;
        if (lead == null || lead.over()) {
            Course.escalate(turn, "its group is over", false, List.of());
        } else if (lead.authority() == null) {
            List<String> missing = lead.at(Stage.WAITING, Stage.ASKED, Stage.JOINED);
            cannot(turn, "no plan came of " + String.join(", ", missing), true, null);
        } else {
            GroupEnds.stop(
                    turn,
                    lead.at(GroupEnds.self(turn), Stage.LEFT),
                    "nothing was heard of " + String.join(", ", lead.at(Stage.GOING)));
        }
    }

    /// Its own rollback is over, and others of the group still go; not for ever, if one of them can say
    /// nothing any more. Answers whether it is waited for them.
    static boolean stays(Turn turn) {
        Lead lead = turn.lead;
        if (lead == null || !(turn.state instanceof State.Holding h)) {
            return lead != null;
        }
        Duration most = TURN.multipliedBy(lead.members().size());
        if (turn.now().isAfter(h.since().plus(most))) {
            GroupEnds.stop(
                    turn, lead, "nothing was heard of " + String.join(", ", lead.at(Stage.GOING)));
            return false;
        }
        turn.enter(
                new State.Holding(
                        h.since(),
                        h.until(),
                        true,
                        turn.now().plus(turn.policy().clearWithin()).plus(AGAIN)));
        return true;
    }

    private static void waits(Turn turn, Lead lead, Duration time) {
        List<String> missing = lead.at(Stage.WAITING, Stage.ASKED, Stage.JOINED);
        String reason =
                lead.authority() == null
                        ? "group '%s' is planned, still by %s"
                                .formatted(lead.group(), String.join(", ", missing))
                        : "group '%s' goes back, first %s"
                                .formatted(lead.group(), String.join(", ", lead.at(Stage.GOING)));
        turn.enter(
                new State.Withheld(
                        State.Cause.GROUP,
                        reason,
                        "go back with group '%s'".formatted(lead.group()),
                        turn.now().plus(time)));
    }

    private static boolean othersGone(Turn turn, Lead lead) {
        return lead.members().stream()
                .anyMatch(m -> m.stage().gone() && !m.scope().equals(GroupEnds.self(turn)));
    }
}
