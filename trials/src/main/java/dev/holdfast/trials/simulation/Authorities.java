package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.ReleaseFailed;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.Release;
import dev.holdfast.backbone.events.Remark.ModeChanged;
import dev.holdfast.backbone.events.RollbackEvent.OrderRefused;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.decision.domain.incident.Incident;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// 4, 5 and 8, about every order: who allowed it, on which plan, on how fresh news, and within which
/// limits. Judged from the packs and from what people in the simulation really said.
final class Authorities {
    private static final Duration KNOWN = Duration.ofSeconds(90);
    private static final Duration DAY = Duration.ofHours(24);

    private final Simulation simulation;
    private final Map<String, RollbackOrdered> orders = new HashMap<>();
    private final Map<Scope, List<RollbackOrdered>> byScope = new HashMap<>();
    private final Map<String, PlanReady> plans = new HashMap<>();
    private final Map<Scope, String> newestPlan = new HashMap<>();
    private final Set<String> started = new HashSet<>();
    private final Map<Scope, Set<Release>> failed = new HashMap<>();
    private final Map<Scope, Instant> stated = new HashMap<>();

    /// What people have set, as the topic tells it in its order.
    private final Map<Scope, String> modes = new HashMap<>();

    private final Map<String, List<String>> askedBy = new HashMap<>();

    Authorities(Simulation simulation) {
        this.simulation = simulation;
    }

    String newestPlan(Scope scope) {
        return newestPlan.getOrDefault(scope, "none");
    }

    /// An order that decision-service gave, by its rollback and plan.
    @Nullable RollbackOrdered order(String rollback, String hash) {
        return orders.get(rollback + "|" + hash);
    }

    @Nullable PlanReady plan(String rollback, String hash) {
        return plans.get(rollback + "|" + hash);
    }

    void kept(@Nullable Object value) {
        if (value instanceof Incident incident) {
            askedBy.put(incident.id(), incident.askedBy());
        }
    }

    void written(Envelope<Event> event) {
        Scope scope = event.scope();
        switch (event.data()) {
            case PlanReady p -> {
                plans.put(p.rollback() + "|" + p.hash(), p);
                newestPlan.put(scope, p.hash());
            }
            case ModeChanged m -> modes.put(scope, m.mode());
            case TriggerRaised t -> stated(scope, t.at());
            case TriggerUpdated t -> stated(scope, t.at());
            case ReleaseFailed f ->
                    failed.computeIfAbsent(scope, _ -> new HashSet<>()).add(f.release());
            case RollbackStarted r -> started.add(r.rollback());
            case OrderRefused r when !started.contains(r.rollback()) ->
                    // It was never begun, so it counts for no limit.
                    byScope.getOrDefault(scope, new ArrayList<>())
                            .removeIf(o -> o.rollback().equals(r.rollback()));
            case RollbackOrdered o when event.sequence() != Simulation.FORGED ->
                    ordered(scope, o, String.valueOf(event.packDigest()));
            default -> {}
        }
    }

    /// With a clock that was wrong, what counts is when it was really said.
    private void stated(Scope scope, Instant at) {
        Instant said = simulation.detector().trusted() ? at : simulation.now();
        stated.merge(scope, said, (a, b) -> a.isAfter(b) ? a : b);
    }

    private void ordered(Scope scope, RollbackOrdered o, String digest) {
        SystemPack pack = simulation.pack(digest);
        allowed(scope, o, pack);
        fresh(scope, o);
        within(scope, o, pack);
        orders.put(o.rollback() + "|" + o.planHash(), o);
        byScope.computeIfAbsent(scope, _ -> new ArrayList<>()).add(o);
    }

    private void allowed(Scope scope, RollbackOrdered o, SystemPack pack) {
        PlanReady plan = plan(o.rollback(), o.planHash());
        if (plan == null) {
            throw broken("4 authority", o, "no such plan was ever made");
        }
        String mode = modes.getOrDefault(scope, pack.mode());
        if (mode.equals("observe")) {
            throw broken("8 observe", o, "the mode is observe");
        }
        String rule = o.authority().rule();
        if (rule == null && o.authority().people().isEmpty()) {
            throw broken("4 authority", o, "it names neither a rule nor people");
        }
        boolean loses = plan.dataLost() != null;
        if (rule != null
                && (loses
                        || !pack.automatic()
                        || !rule.equals(SystemPack.RULE)
                        || !mode.equals("automatic"))) {
            throw broken(
                    loses ? "4 losing data needs people" : "4 authority",
                    o,
                    "rule '%s' cannot allow it: %s, mode %s".formatted(rule, pack, mode));
        }
        for (String named : o.authority().people()) {
            String person = named.substring(0, named.indexOf(' '));
            if (!simulation.people().hasAgreed(person, o.incident(), o.planHash())) {
                throw broken("4 authority", o, person + " never agreed to this plan");
            }
            if (askedBy.getOrDefault(o.incident(), List.of()).contains(person)) {
                throw broken("4 who asks does not approve", o, person + " asked for it");
            }
        }
    }

    private void fresh(Scope scope, RollbackOrdered o) {
        boolean asked =
                askedBy.getOrDefault(o.incident(), List.of()).stream()
                        .anyMatch(person -> simulation.people().hasAsked(person, scope));
        Instant last = stated.get(scope);
        if (!asked && (last == null || o.at().isAfter(last.plus(KNOWN)))) {
            throw broken("5 old news", o, "no trigger was said to be true since " + last);
        }
        if (!o.notAfter().equals(o.at().plus(Duration.ofMinutes(2)))) {
            throw broken("5 not after", o, "it may begin until " + o.notAfter());
        }
    }

    private void within(Scope scope, RollbackOrdered o, SystemPack pack) {
        if (failed.getOrDefault(scope, Set.of()).contains(o.to())) {
            throw broken("8 never again", o, o.to() + " was rolled away from");
        }
        List<RollbackOrdered> before = byScope.getOrDefault(scope, List.of());
        long own = before.stream().filter(b -> b.at().isAfter(o.at().minus(DAY))).count();
        long fleet =
                byScope.values().stream()
                        .flatMap(List::stream)
                        .filter(b -> b.at().isAfter(o.at().minus(DAY)))
                        .count();
        if (own >= pack.perSystem() || fleet >= pack.fleet()) {
            throw broken(
                    "8 limits",
                    o,
                    "there were %d of %d orders here, %d of %d of all"
                            .formatted(own, pack.perSystem(), fleet, pack.fleet()));
        }
        if (!before.isEmpty()) {
            RollbackOrdered last = before.getLast();
            boolean same = last.incident().equals(o.incident());
            if (!same && o.at().isBefore(last.at().plus(pack.coolDown()))) {
                throw broken("8 cool-down", o, "the last order was at " + last.at());
            }
        }
    }

    private static Broken broken(String promise, RollbackOrdered o, String why) {
        return new Broken(promise, why + ": " + o);
    }
}
