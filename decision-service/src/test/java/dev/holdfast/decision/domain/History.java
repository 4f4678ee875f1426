package dev.holdfast.decision.domain;

import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Verdict;
import dev.holdfast.backbone.json.Json;
import dev.holdfast.backbone.pack.Problems;
import dev.holdfast.decision.RichPack;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Facts;
import dev.holdfast.decision.domain.incident.Happening;
import dev.holdfast.decision.domain.incident.Ids;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Machine;
import dev.holdfast.decision.domain.incident.Memory;
import dev.holdfast.decision.domain.incident.Person;
import dev.holdfast.decision.domain.incident.Result;
import dev.holdfast.decision.domain.incident.Site;
import dev.holdfast.decision.domain.incident.Situation;
import dev.holdfast.decision.domain.incident.Situation.Fleet;
import dev.holdfast.decision.domain.incident.Standing;
import dev.holdfast.decision.domain.incident.Standing.Kind;
import dev.holdfast.decision.domain.incident.State;
import dev.holdfast.decision.domain.policy.Policy;
import dev.holdfast.decision.domain.policy.PolicyFile;
import dev.holdfast.decision.domain.release.Deployment;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One site through a random history, with the pure machine alone; what must hold is checked after
/// every step.
final class History {
    static final Policy POLICY = PolicyFile.read(ShopPack.pack(), new Problems()).orElseThrow();
    static final Policy RICH = PolicyFile.read(RichPack.pack(), new Problems()).orElseThrow();
    private static final Scope SCOPE = Scope.of("shop", "production");
    private final Random random;
    private final Policy policy;
    private final boolean recording;
    private final StringBuilder told = new StringBuilder();
    private final Map<String, Set<String>> ways = new TreeMap<>();
    private String why = "";
    private final Musts musts;
    private Instant now = Instant.parse("2026-11-20T08:00:00Z");
    private Site site = Site.fresh(SCOPE);
    private @Nullable Incident incident;
    private @Nullable RollbackProposed proposed;
    private String halted = "";
    private boolean upToDate = true;
    private int versions = 5;
    private int number;
    private Fleet fleet = Fleet.ALONE;

    History(long seed) {
        this(seed, true);
    }

    /// @param recording false for speed: only what must hold is looked at
    History(long seed, boolean recording) {
        this.recording = recording;
        // neighbouring seeds would begin alike
        random = new Random(seed * 0x9E3779B97F4A7C15L);
        policy = random.nextBoolean() ? RICH : POLICY;
        musts = new Musts(policy, this::told);
        site =
                site.ledger(
                        site.ledger().declareHeld(new Release("web", "1"), "olga", now).ledger());
        deploy("2");
        site = site.mode(pick(Cast.MODES));
    }

    /// Everything that was told, as text.
    String told() {
        return told.toString();
    }

    /// What led from one state to another: `planning awaiting-approval` by `PlanMade`.
    Map<String, Set<String>> ways() {
        return ways;
    }

    private void way(@Nullable Incident before, @Nullable Incident after) {
        String from = before == null ? "begin" : before.state().word();
        if (after != null && !after.state().word().equals(from)) {
            ways.computeIfAbsent(from + " " + after.state().word(), _ -> new TreeSet<>()).add(why);
        }
    }

    int orders() {
        return musts.orders();
    }

    void run(int steps) {
        for (int i = 0; i < steps; i++) {
            step(random.nextInt(3) == 0 ? natural() : random.nextInt(32));
        }
    }

    /// What would come next if all went well.
    private int natural() {
        Incident open = incident;
        if (open == null) {
            return random.nextInt(3);
        }
        return switch (open.state()) {
            case State.Planning _ -> 11;
            case State.AwaitingApproval _ -> 21;
            case State.RollingBack r -> r.started() ? 17 : 15;
            case State.Verifying _ -> 20;
            case State.Assessing _,
                    State.Fixing _,
                    State.Scheduled _,
                    State.Watching _,
                    State.Holding _,
                    State.Withheld _ ->
                    9;
            case State.Escalated _, State.Resolved _, State.Closed _ -> 6;
        };
    }

    private void step(int what) {
        Incident open = incident;
        switch (what) {
            case 0, 1, 2 -> stated(pick(Cast.RULES), random.nextInt(5), now);
            case 3 -> stated(pick(Cast.RULES), 1, now.minusSeconds(random.nextInt(200)));
            case 4 -> stated("HighErrorRate", 0.3, now);
            case 5 -> {
                why = "trigger cleared";
                keep(
                        Machine.cleared(
                                incident,
                                site,
                                Cast.trigger(pick(Cast.RULES), 1),
                                now,
                                random.nextBoolean(),
                                situation()));
            }
            case 6 -> restate();
            case 7 -> passes(Duration.ofSeconds(random.nextInt(120)));
            case 8 -> passes(Duration.ofMinutes(random.nextInt(90)));
            case 9, 10 -> deadline();
            case 11, 12, 13 -> planReady(random.nextInt(4) == 0);
            case 14 ->
                    happens(
                            new Happening.OrderRejected(
                                    rollback(),
                                    pick(List.of("changed", "late", "busy", "halted", "authority")),
                                    "r"));
            case 15, 16 -> happens(new Happening.RollbackBegan(rollback()));
            case 17 -> happens(new Happening.RollbackDone(rollback(), now));
            case 18 ->
                    happens(
                            random.nextBoolean()
                                    ? new Happening.RollbackBroke(rollback(), "s", "r")
                                    : new Happening.RollbackStopped(rollback(), "olga", "r"));
            case 19 -> happens(new Happening.PlanImpossible(rollback(), List.of("no")));
            case 20 -> judged();
            case 21, 22 -> happens(new Happening.Approved(pick(Cast.PEOPLE), "yes", read()));
            case 23 -> said();
            case 24 -> switches();
            case 25, 26 ->
                    happens(
                            new Happening.FactSaid(
                                    pick(Cast.PEOPLE),
                                    pick(List.of("root_cause_known", "exploited", "fix_minutes")),
                                    pick(List.of("yes", "no", "10", "60")),
                                    "r"));
            case 27 ->
                    happens(
                            new Happening.FixPromised(
                                    pick(Cast.PEOPLE),
                                    Duration.ofMinutes(random.nextInt(40)),
                                    "r"));
            case 28 -> assessed();
            case 29 -> happens(new Happening.GlassBroken(pick(Cast.PEOPLE), "r", read()));
            case 30 -> {
                int systems = 1 + random.nextInt(6);
                // Of the others at most all act.
                fleet = new Fleet(random.nextInt(4), random.nextInt(Math.min(3, systems)), systems);
            }
            default -> {
                if (open == null) {
                    deploy(Integer.toString(versions++));
                    site =
                            site.ledger(
                                    site.ledger()
                                            .hold(policy.holdsAfter(), site.quietSince(), now)
                                            .ledger());
                } else {
                    happens(new Happening.FellSilent());
                }
            }
        }
        open();
    }

    private void passes(Duration time) {
        now = now.plus(time);
        if (random.nextInt(4) > 0) {
            restate();
        }
    }

    private void deploy(String version) {
        site =
                site.ledger(
                        site.ledger()
                                .deployed(
                                        Cast.deployment(Deployment.Phase.STARTED, version, now),
                                        null,
                                        now)
                                .ledger());
        site =
                site.ledger(
                        site.ledger()
                                .deployed(
                                        Cast.deployment(Deployment.Phase.FINISHED, version, now),
                                        null,
                                        now)
                                .ledger());
    }

    private void said() {
        Person who = pick(Cast.PEOPLE);
        Incident open = incident;
        switch (random.nextInt(4)) {
            case 0 -> happens(new Happening.Denied(who, "no"));
            case 1 -> happens(new Happening.AbortAsked(who, "stop"));
            case 2 -> happens(new Happening.CloseAsked(who, "enough"));
            default -> {
                if (open != null) {
                    why = "rollback asked for";
                    var request = Facts.ofRequest(who.name(), "r", null, null, now);
                    keep(Machine.asked(open, site, request, who, "r", situation()));
                }
            }
        }
    }

    private void switches() {
        switch (random.nextInt(4)) {
            case 0 -> site = site.mode(pick(Cast.MODES));
            case 1 -> halted = halted.isEmpty() && random.nextBoolean() ? "stop" : "";
            default -> upToDate = random.nextInt(4) > 0;
        }
        Incident open = incident;
        happens(new Happening.SwitchesChanged("switch"));
        if (upToDate && open != null && incident != null) {
            why = "caught up";
            keep(Machine.caughtUp(incident, site, situation()));
        }
    }

    private void restate() {
        why = "trigger";
        Incident open = incident;
        if (open != null) {
            for (Standing s : open.triggers().all()) {
                if (s.kind() == Kind.MEASURED && !s.cleared() && incident != null) {
                    keep(
                            Machine.stated(
                                    incident, site, s.trigger(), Kind.MEASURED, now, situation()));
                }
            }
        }
    }

    private void deadline() {
        Incident open = incident;
        Instant deadline = open == null ? null : open.state().deadline();
        if (deadline != null) {
            if (random.nextBoolean()) {
                restate();
            }
            now = deadline.isAfter(now) ? deadline : now;
            happens(new Happening.DeadlineReached());
        }
    }

    private void planReady(boolean losing) {
        RollbackProposed p = proposed;
        if (p != null) {
            PlanReady plan = Cast.plan(p, losing, now);
            musts.planned(plan);
            happens(new Happening.PlanMade(plan));
        }
    }

    private void assessed() {
        Incident open = incident;
        String asked = open == null ? null : open.memory().assessed().verification();
        if (asked != null) {
            happens(
                    new Happening.Measured(
                            asked,
                            "users",
                            new Memory.Finding(
                                    Verdict.PASSED, (double) random.nextInt(300), "so many")));
            happens(new Happening.Judged(asked, Verdict.PASSED, "measured"));
        }
    }

    private void judged() {
        Incident open = incident;
        if (open != null && open.state() instanceof State.Verifying v) {
            happens(new Happening.Judged(v.verification(), pick(List.of(Verdict.values())), "s"));
        }
    }

    private void stated(String rule, double value, Instant at) {
        why = "trigger";
        keep(
                Machine.stated(
                        incident, site, Cast.trigger(rule, value), Kind.MEASURED, at, situation()));
    }

    private void open() {
        why = "trigger";
        if (incident == null && upToDate && !Machine.opening(site, situation()).isEmpty()) {
            Standing first = Machine.opening(site, situation()).getFirst();
            keep(
                    Machine.open(
                            Ids.incident(SCOPE, first.id(), first.raisedAt(), number),
                            site,
                            situation()));
        }
    }

    private void happens(Happening h) {
        if (incident != null) {
            why = h.getClass().getSimpleName();
            keep(Machine.on(incident, site, h, situation()));
        }
    }

    private Situation situation() {
        return new Situation(now, policy, fleet, upToDate, halted);
    }

    private @Nullable String read() {
        Incident open = incident;
        return open == null || open.plan() == null ? null : open.plan().hash();
    }

    private String rollback() {
        return proposed == null ? "none" : proposed.rollback();
    }

    private void keep(Result r) {
        Incident before = incident;
        Incident after = r.incident();
        way(before, after);
        for (IncidentEvent e : r.events()) {
            record(e);
            number++;
            if (e instanceof RollbackProposed p) {
                proposed = p;
            }
            if (e instanceof RollbackOrdered o && after != null) {
                musts.order(o, before, site, r.site(), after, around());
            }
        }
        site = r.site();
        if (after != null) {
            if (!r.events().isEmpty()) {
                record(site);
                record(after);
            }
            musts.state(after, site, now, random.nextInt(20) == 0);
        }
        incident = after != null && after.isOpen() ? after : null;
        musts.open(incident, site, now);
    }

    private Musts.Around around() {
        return new Musts.Around(now, upToDate, halted, fleet);
    }

    private void record(Object told) {
        if (recording) {
            this.told.append(Json.text(told)).append('\n');
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
