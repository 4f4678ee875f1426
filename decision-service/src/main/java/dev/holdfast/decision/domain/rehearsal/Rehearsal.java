package dev.holdfast.decision.domain.rehearsal;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.PlannedStep;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Ids;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Mail;
import dev.holdfast.decision.domain.incident.Memory;
import dev.holdfast.decision.domain.incident.Refusal;
import dev.holdfast.decision.domain.incident.Result;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Situation;
import dev.holdfast.decision.domain.incident.Standing;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.incident.Timeline;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.release.Deployment;
import dev.holdfast.decision.domain.release.Ledger;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;

/// One system, tried on a clock of its own with the very machine that decides in production. Raised
/// triggers are restated as the detector does; the other services answer as the [World] says.
public final class Rehearsal {
    /// As often as the detector restates.
    private static final Duration RESTATED = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final int MOST_STEPS = 200_000;

    private record Due(Instant at, long number, Runnable what) {}

    private final Policy policy;
    private final World world;
    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private final Map<String, Trigger> raised = new TreeMap<>();
    private final List<IncidentEvent> told = new ArrayList<>();
    private final List<String> gone = new ArrayList<>();
    private Instant now;
    private Site site;
    private @Nullable Incident open;
    private @Nullable Incident last;
    private @Nullable Refusal refusal;
    private String halted = "";
    private long number;

    public Rehearsal(Policy policy, Scope scope, World world, Instant start) {
        this.policy = policy;
        this.world = world;
        this.now = start;
        this.site = Site.fresh(scope);
    }

    /// The incident that is open, else the last one.
    public Optional<Incident> incident() {
        return Optional.ofNullable(open == null ? last : open);
    }

    /// Everything that was told so far.
    public List<IncidentEvent> told() {
        return List.copyOf(told);
    }

    /// Other members of the group that were told to go, in order.
    List<String> gone() {
        return List.copyOf(gone);
    }

    Policy policy() {
        return policy;
    }

    public Instant now() {
        return now;
    }

    public Site site() {
        return site;
    }

    /// Changes the site before anything happens.
    public void set(Site other) {
        site = other;
    }

    /// Why the last thing that a person said changed nothing, if it did not.
    public Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    /// Has something happen at a time; what is at one time happens in the order it was given.
    public void at(Instant when, Runnable what) {
        due.add(new Due(when, number++, what));
    }

    /// Lets time pass, with everything that happens in it, `end` included.
    public void until(Instant end) {
        for (int step = 0; step < MOST_STEPS; step++) {
            Instant next = next(end);
            if (next.isAfter(end)) {
                now = end;
                return;
            }
            now = next.isBefore(now) ? now : next;
            Due first = due.peek();
            if (first != null && !first.at().isAfter(now)) {
                due.poll().what().run();
            } else {
                passes();
            }
        }
        throw new IllegalStateException(
                "More than %d things happen until %s".formatted(MOST_STEPS, end));
    }

    private Instant next(Instant end) {
        Instant next = end.plusNanos(1);
        Due first = due.peek();
        next = first == null || first.at().isAfter(next) ? next : first.at();
        Incident i = open;
        if (i != null) {
            Instant deadline = i.state().deadline();
            next = deadline == null || deadline.isAfter(next) ? next : deadline;
            Instant target = Timeline.nextDue(i, policy).orElse(next);
            next = target.isAfter(next) ? next : target;
        }
        return next;
    }

    private void passes() {
        Incident i = open;
        if (i == null) {
            return;
        }
        Instant deadline = i.state().deadline();
        if (deadline != null && !deadline.isAfter(now)) {
            happens(new Happening.DeadlineReached());
        } else {
            happens(new Happening.TargetDue());
        }
    }

    public void raises(Trigger trigger, Kind kind) {
        raised.put(trigger.id(), trigger);
        stated(trigger, kind);
        if (kind == Kind.MEASURED) {
            at(now.plus(RESTATED), () -> restates(trigger));
        }
    }

    @SuppressWarnings("ReferenceEquality") // that very one: raised again it has its own restating
    private void restates(Trigger trigger) {
        if (raised.get(trigger.id()) == trigger) {
            stated(trigger, Kind.MEASURED);
            at(now.plus(RESTATED), () -> restates(trigger));
        }
    }

    private void stated(Trigger trigger, Kind kind) {
        keep(Machine.stated(open, site, trigger, kind, now, situation()));
        opens();
    }

    /// It is measured to be true no longer.
    public void clears(String rule) {
        Trigger t = raised.remove(rule);
        if (t != null) {
            keep(Machine.cleared(open, site, t, now, true, situation()));
        }
    }

    /// The detector falls silent about it.
    public void forgets(String rule) {
        raised.remove(rule);
    }

    public void deploys(Deployment deployment) {
        Ledger.Change change = site.ledger().deployed(deployment, null, now);
        site = site.ledger(change.ledger());
        told.addAll(change.events());
        if (!change.events().isEmpty()) {
            happens(new Happening.Deployed(deployment.release()));
        }
    }

    public void halts(String reason) {
        halted = reason;
        happens(new Happening.SwitchesChanged("the kill switch"));
    }

    /// A person says something about the incident that is open.
    public void says(Happening what) {
        refusal = null;
        happens(what);
    }

    /// A person asks for a rollback by hand.
    public void asks(Trigger request, dev.holdfast.decision.domain.incident.Person by) {
        refusal = null;
        Incident i = open;
        if (i == null) {
            keep(Machine.requested(site, request, situation()));
            opens();
        } else {
            keep(Machine.asked(i, site, request, by, "asked", situation()));
        }
    }

    private void opens() {
        List<Standing> waiting = Machine.opening(site, situation());
        if (open == null && !waiting.isEmpty()) {
            Standing first = waiting.getFirst();
            String id = Ids.incident(site.scope(), first.id(), first.raisedAt(), told.size());
            keep(Machine.open(id, site, situation()));
        }
    }

    private void happens(Happening what) {
        Incident i = open;
        if (i != null) {
            keep(Machine.on(i, site, what, situation()));
        }
    }

    private Situation situation() {
        return new Situation(now, policy, Situation.Fleet.ALONE, true, halted);
    }

    private void keep(Result result) {
        if (result.refusal() != null) {
            refusal = result.refusal();
            return;
        }
        site = result.site();
        Incident i = result.incident();
        if (i != null) {
            last = i;
            open = i.isOpen() ? i : null;
        }
        told.addAll(result.events());
        result.events().forEach(this::answers);
        result.mails().forEach(this::answers);
    }

    /// What the other services make of it.
    private void answers(IncidentEvent event) {
        if (!world.answers()) {
            return;
        }
        switch (event) {
            case RollbackProposed p -> at(now, () -> happens(planned(p)));
            case RollbackOrdered o -> {
                at(now, () -> happens(new Happening.RollbackBegan(o.rollback())));
                at(
                        now.plus(world.takes()),
                        () ->
                                happens(
                                        world.fails()
                                                ? new Happening.RollbackBroke(
                                                        o.rollback(), "step", "it failed")
                                                : new Happening.RollbackDone(o.rollback(), now)));
            }
            case VerificationRequested v -> at(now.plus(ANSWER), () -> verified(v));
            default -> {}
        }
    }

    /// The other members of a group have a plan, and do it, unless the world says otherwise.
    private void answers(Mail mail) {
        if (!world.answers()) {
            return;
        }
        World.Member member = world.member(Scope.parse(mail.to()));
        switch (mail.kind()) {
            case JOIN -> {
                String refuses = member.refuses();
                if (refuses != null) {
                    at(now, () -> says(mail.answer(Mail.Kind.REFUSED, refuses, false)));
                    return;
                }
                at(now, () -> says(mail.answer(Mail.Kind.JOINED, "", false)));
                String asks = member.asks() ? "its own rules ask people" : null;
                at(now, () -> says(mail.planned("plan-" + mail.to(), member.loses(), asks, now)));
            }
            case GO -> {
                gone.add(mail.to());
                Mail answer =
                        member.fails()
                                ? mail.answer(Mail.Kind.BROKEN, "it failed", false)
                                : mail.answer(Mail.Kind.DONE, "as rehearsed", false);
                at(now.plus(world.takes()), () -> says(answer));
            }
            case LEAVE, JOINED, PLANNED, REFUSED, DONE, BROKEN -> {}
        }
    }

    private void says(Mail mail) {
        happens(new Happening.GroupSaid(mail));
    }

    private Happening planned(RollbackProposed p) {
        if (world.planRefused() != null) {
            return new Happening.PlanImpossible(p.rollback(), List.of(world.planRefused()));
        }
        String lost = world.loses(p.runbook());
        return new Happening.PlanMade(
                new PlanReady(
                        p.incident(),
                        p.rollback(),
                        "plan-" + p.rollback(),
                        p.runbook(),
                        p.from(),
                        p.to(),
                        List.of(new PlannedStep("step", "any", "any", "idempotent", lost != null)),
                        lost,
                        Duration.ZERO,
                        world.takes(),
                        List.of(),
                        now));
    }

    private void verified(VerificationRequested v) {
        Incident i = open;
        boolean assessment =
                i != null && v.verification().equals(i.memory().assessed().verification());
        if (assessment) {
            world.assessment()
                    .forEach((check, value) ->
                            happens(
                                    new Happening.Measured(
                                            v.verification(),
                                            check,
                                            new Memory.Finding(
                                                    Verdict.PASSED, value, "measured"))));
            happens(new Happening.Judged(v.verification(), Verdict.PASSED, "measured"));
        } else if (world.verdict() != null) {
            happens(new Happening.Judged(v.verification(), world.verdict(), "as rehearsed"));
        }
    }
}
