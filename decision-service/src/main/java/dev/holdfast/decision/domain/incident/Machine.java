package dev.holdfast.decision.domain.incident;

import dev.holdfast.backbone.events.IncidentEvent.IncidentOpened;
import dev.holdfast.backbone.events.Severity;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.decision.domain.incident.Memory.Assessed;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.policy.Action;
import dev.holdfast.decision.domain.policy.Assess;
import dev.holdfast.decision.domain.policy.Moment;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The state machine of incidents: one site, at most one open incident, one happening at a time.
///
/// Everything that it looks at is an argument, so the same history gives the same answer, byte for
/// byte. The states and the ways between them are drawn at [State]; what each state makes of each
/// happening stands in the `While…` class of its name.
public final class Machine {
    private Machine() {}

    /// Lets one thing happen to an incident.
    public static Result on(Incident incident, Site site, Happening happening, Situation s) {
        if (happening instanceof Happening.DeadlineReached && !due(incident, s.now())) {
            return Result.same(incident, site);
        }
        Turn turn = new Turn(incident, site, s);
        happens(turn, happening);
        return turn.result();
    }

    private static boolean due(Incident incident, Instant now) {
        Instant deadline = incident.state().deadline();
        return deadline != null && !now.isBefore(deadline);
    }

    private static void happens(Turn turn, Happening happening) {
        switch (happening) {
            case Happening.Always always -> Anytime.on(turn, always);
            case Happening.Judged j
                    when j.verification().equals(turn.memory.assessed().verification())
                            && !(turn.state instanceof State.Assessing) ->
                    turn.memory = turn.memory.assessmentOver();
            case Happening.InState inState -> happens(turn, inState);
        }
    }

    private static void happens(Turn turn, Happening.InState happening) {
        switch (turn.state) {
            case State.Assessing state -> WhileAssessing.on(turn, state, happening);
            case State.PutOff state -> WhilePutOff.on(turn, state, happening);
            case State.Planning state -> WhilePlanning.on(turn, state, happening);
            case State.AwaitingApproval state -> WhileAwaiting.on(turn, state, happening);
            case State.RollingBack state -> WhileRollingBack.on(turn, state, happening);
            case State.Verifying state -> WhileVerifying.on(turn, state, happening);
            case State.Holding state -> WhileHolding.on(turn, state, happening);
            case State.Escalated state -> WhileEscalated.on(turn, state, happening);
            case State.Withheld state -> WhileWithheld.on(turn, state, happening);
            case State.Resolved _, State.Closed _ -> WhenEnded.on(turn, happening);
        }
    }

    /// A trigger is said to be true. With an open incident it joins that; else it waits, and
    /// [#opening] says whether an incident begins.
    ///
    /// @param at when it was said; what is older than what is known changes nothing, and what is
    ///     older than 90 s never acts
    public static Result stated(
            @Nullable Incident open,
            Site site,
            Trigger trigger,
            Kind kind,
            Instant at,
            Situation s) {
        if (kind != Kind.MEASURED && at.isBefore(s.now().minus(Standing.KNOWN_FOR))) {
            return Result.same(open, site);
        }
        if (open == null) {
            Triggers waiting = site.waiting().pruned(s.now()).stated(trigger, kind, at);
            return Result.same(null, site.waiting(waiting));
        }
        Triggers before = open.triggers();
        if (before.find(trigger.id()).isEmpty() && ignored(site, trigger, kind, at, s)) {
            Triggers waiting = site.waiting().pruned(s.now()).stated(trigger, kind, at);
            return Result.same(open, site.waiting(waiting));
        }
        Triggers after = before.stated(trigger, kind, at);
        if (after.equals(before)) {
            return Result.same(open, site);
        }
        Turn turn = new Turn(open, site.waiting(site.waiting().without(trigger.id())), s);
        turn.triggers = after;
        boolean fresh =
                after.find(trigger.id())
                        .filter(t -> t.fresh(s.now(), s.policy().signalsStand()))
                        .isPresent();
        boolean stood = before.find(trigger.id()).filter(t -> !t.cleared()).isPresent();
        if (fresh && s.upToDate()) {
            happens(turn, stood ? new Happening.Restated() : new Happening.Raised(trigger.rule()));
        }
        return turn.result();
    }

    /// A trigger is no longer true. Only what was measured counts: the rest becomes unknown.
    public static Result cleared(
            @Nullable Incident open,
            Site site,
            Trigger trigger,
            Instant at,
            boolean measured,
            Situation s) {
        Triggers waiting = site.waiting();
        boolean gone =
                waiting.find(trigger.id()).filter(t -> !at.isBefore(t.statedAt())).isPresent();
        Site after = gone ? site.waiting(waiting.without(trigger.id())) : site;
        if (open == null) {
            return Result.same(null, after);
        }
        Triggers left =
                measured
                        ? open.triggers().cleared(trigger.id(), at)
                        : open.triggers().lost(trigger.id(), at);
        if (left.equals(open.triggers())) {
            return Result.same(open, after);
        }
        Turn turn = new Turn(open, after, s);
        turn.triggers = left;
        if (s.upToDate()) {
            happens(turn, eased(turn, trigger, measured));
        }
        return turn.result();
    }

    private static Happening.InState eased(Turn turn, Trigger trigger, boolean measured) {
        if (!measured) {
            return new Happening.FellSilent();
        }
        return turn.calm() ? new Happening.Calmed() : new Happening.Eased(trigger.rule());
    }

    /// A person asks for a rollback. `request` becomes a trigger of its own.
    public static Result asked(
            Incident open, Site site, Trigger request, Person by, String reason, Situation s) {
        Turn turn = new Turn(open, site, s);
        turn.triggers = open.triggers().stated(request, Kind.MANUAL, s.now());
        happens(turn, new Happening.Asked(by, reason));
        return turn.result();
    }

    /// The group of another system wants to take this one along. `request` becomes a trigger of its
    /// own, so that it stands for as long as the group does.
    public static Result joined(Incident open, Site site, Trigger request, Mail mail, Situation s) {
        Turn turn = new Turn(open, site, s);
        Following.join(turn, request, mail);
        return turn.result();
    }

    /// The same while no incident is open: the request waits to begin one.
    public static Result requested(Site site, Trigger request, Situation s) {
        return stated(null, site, request, Kind.MANUAL, s.now(), s);
    }

    /// After everything from before the start was read: what has become of it meanwhile?
    public static Result caughtUp(Incident incident, Site site, Situation s) {
        Turn turn = new Turn(incident, site, s);
        if (turn.calm()) {
            happens(turn, new Happening.Calmed());
        } else if (turn.plan != null && turn.state instanceof State.Planning) {
            happens(turn, new Happening.PlanMade(turn.plan));
        } else if (!turn.fresh().isEmpty()) {
            happens(turn, new Happening.Restated());
        }
        return turn.result();
    }

    /// Those triggers that wait and may begin an incident: known to be true now, not dismissed.
    public static List<Standing> opening(Site site, Situation s) {
        return site.waiting().fresh(s.now(), s.policy().signalsStand()).stream()
                .filter(t -> !t.dismissed())
                .toList();
    }

    /// Nothing stands or is unknown, but for what the matrix ignores: a release may hold now.
    public static boolean quiet(Site site, Situation s) {
        List<Standing> all = site.waiting().pruned(s.now()).all();
        List<Standing> opening = opening(site, s);
        if (all.isEmpty()) {
            return true;
        }
        return opening.size() == all.size() && decision(site, opening, s).action() == Action.IGNORE;
    }

    /// A trigger that the matrix ignores belongs to no incident, so that it keeps none open.
    private static boolean ignored(Site site, Trigger trigger, Kind kind, Instant at, Situation s) {
        return ignored(site, new Standing(trigger, kind, at, at, null, false, false), s);
    }

    private static boolean ignored(Site site, Standing standing, Situation s) {
        return standing.fresh(s.now(), s.policy().signalsStand())
                && decision(site, List.of(standing), s).action() == Action.IGNORE;
    }

    private static List<Standing> troubles(Site site, Situation s) {
        List<Standing> waiting = opening(site, s);
        List<Standing> troubles = waiting.stream().filter(t -> !ignored(site, t, s)).toList();
        return troubles.isEmpty() ? waiting : troubles;
    }

    private static Decision decision(Site site, List<Standing> opening, Situation s) {
        Incident incident = beginning("none", site, opening, s);
        return Matrix.decide(s.policy(), incident, site.ledger(), s.now());
    }

    /// Begins an incident with all that waits to begin one; there must be something. What a row
    /// ignores goes on waiting, and is judged anew whenever it is said again.
    public static Result open(String id, Site site, Situation s) {
        List<Standing> waiting = troubles(site, s);
        Triggers left = site.waiting();
        for (Standing t : waiting) {
            left = left.without(t.id());
        }
        Assess assess = s.policy().assess();
        Turn turn = new Turn(beginning(id, site, waiting, s), site.open(id).waiting(left), s);
        if (assess != null) {
            turn.memory = turn.memory.assessed(new Assessed(Ids.assessment(id), false, Map.of()));
        }
        Decision decision = Course.judged(turn);
        if (decision.action() == Action.IGNORE && !decision.waits()) {
            return Result.same(null, site);
        }
        turn.tell(
                new IncidentOpened(
                        id, turn.title(), decision.severity(), turn.triggers.rules(), s.now()));
        if (assess != null) {
            assess(turn, assess, decision);
        }
        if (assess != null && decision.waits()) {
            turn.severity = decision.severity();
            turn.enter(new State.Assessing(Ids.assessment(id), s.now().plus(assess.within())));
        } else {
            Course.follow(turn, decision);
        }
        return turn.result();
    }

    /// Has the verifier look at the world; nothing is changed by it.
    private static void assess(Turn turn, Assess assess, Decision decision) {
        turn.tell(
                new VerificationRequested(
                        Ids.assessment(turn.id()),
                        turn.id(),
                        null,
                        assess.stage(),
                        decision.from(),
                        turn.since(),
                        turn.now().plus(assess.within()),
                        turn.now()));
    }

    private static Incident beginning(String id, Site site, List<Standing> triggers, Situation s) {
        Standing first =
                triggers.stream().min(Comparator.comparing(Standing::raisedAt)).orElseThrow();
        Instant since =
                triggers.stream()
                        .map(t -> t.trigger().activeSince())
                        .min(Comparator.naturalOrder())
                        .orElse(s.now());
        String summary = first.trigger().annotations().get("summary");
        return new Incident(
                id,
                site.scope(),
                s.policy().digest(),
                summary == null
                        ? "%s on %s".formatted(first.trigger().rule(), site.scope())
                        : summary,
                s.now(),
                since,
                Severity.P3,
                new Triggers(triggers),
                new State.Closed(s.now(), "not yet begun"),
                null,
                null,
                0,
                0,
                0,
                0,
                0,
                null,
                askedBy(triggers),
                null,
                Memory.NONE.moment(Moment.TRUE, since).moment(Moment.RAISED, first.raisedAt()),
                null,
                null);
    }

    private static List<String> askedBy(List<Standing> triggers) {
        return triggers.stream()
                .filter(t -> t.kind() == Kind.MANUAL)
                .map(t -> t.trigger().labels().get(Facts.BY))
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }
}
