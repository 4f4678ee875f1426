package dev.holdfast.decision.flow;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.SignalAccepted;
import dev.holdfast.backbone.events.TriggerEvent.Trigger;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.backbone.memory.MemoryHouse;
import dev.holdfast.backbone.memory.MemoryStore;
import dev.holdfast.backbone.pack.PackFiles;
import dev.holdfast.decision.ShopPack;
import dev.holdfast.decision.domain.incident.Incident;
import dev.holdfast.decision.domain.incident.Person;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// Several systems whose decisions are made by one decision-service in memory. Their executor and
/// verifier answer at once, or for a system that is held when they are told to.
final class GroupHouse {
    static final Person ADMIN = new Person("ada", List.of("admin"));
    static final Person OLGA = new Person("olga", List.of());

    private static final Duration MOMENT = Duration.ofMillis(10);

    final MemoryHouse house = new MemoryHouse(Instant.parse("2026-11-20T08:00:00Z"));
    final MemoryStore store;
    final List<Scope> systems;

    /// Systems whose rollback is not at its end before [#works].
    final Set<Scope> held = new HashSet<>();

    /// Systems whose rollback breaks, whose plan is refused, and whose plan loses data.
    final Set<Scope> broken = new HashSet<>();

    final Set<Scope> planless = new HashSet<>();
    final Set<Scope> losing = new HashSet<>();
    private final Map<Scope, RollbackOrdered> waiting =
            new TreeMap<>(Comparator.comparing(Scope::key));
    private final Map<Scope, Trigger> raised = new TreeMap<>(Comparator.comparing(Scope::key));
    private int said;

    /// @param tails what each system's decisions.yml says beyond the shop's; `group: G` in its row
    ///     `down` where there is a group named G
    GroupHouse(Map<String, String> tails) {
        Policies policies = new Policies();
        store = house.add(s -> new DecisionDesk(policies, s));
        house.heardBy(this::answers, _ -> {});
        systems = tails.keySet().stream().map(s -> Scope.of(s, "production")).toList();
        // Members first: who leads is refused while they are not known.
        List<String> order = new ArrayList<>(tails.keySet());
        order.sort(
                Comparator.comparing((String s) ->
                                Objects.requireNonNull(tails.get(s)).contains("groups:"))
                        .thenComparing(Comparator.reverseOrder()));
        order.forEach(s ->
                activate(s, ShopPack.of(s, String.valueOf(Objects.requireNonNull(tails.get(s))))));
        systems.forEach(s -> deploys(s, "1"));
        house.passes(Duration.ofMinutes(31));
        systems.forEach(s -> deploys(s, "2"));
        house.passes(Duration.ofMinutes(5));
    }

    void activate(String system, PackFiles pack) {
        Answer answer = new PackCommands(store, new Policies()).apply(ADMIN, pack);
        if (!(answer instanceof Answer.Pack p) || !p.problems().isEmpty()) {
            throw new AssertionError(answer);
        }
        house.settle();
        Map.of(
                        "trigger-detector", Topic.TRIGGERS,
                        "executor-service", Topic.ROLLBACKS,
                        "verifier-service", Topic.VERIFICATIONS,
                        "notifier-service", Topic.NOTIFICATIONS)
                .forEach((service, topic) -> {
                    var _ =
                            house.publish(
                                    topic,
                                    Scope.pack(system),
                                    new PackAccepted(service, pack.digest(), house.now()),
                                    service + pack.digest());
                });
    }

    private void deploys(Scope s, String version) {
        tell(
                s,
                new SignalAccepted(
                        "d" + s.key() + version,
                        "deployment.finished",
                        Map.of("component", "web", "release", version, "by", "dora"),
                        house.now()));
    }

    /// And what follows at once; two transactions of a system never have the same time.
    void tell(Scope s, Event event) {
        var _ = house.publish(s, event);
        house.passes(MOMENT);
    }

    void raises(Scope s, String rule) {
        Trigger t = new Trigger(rule, rule, Map.of(), Map.of(), "e", 1, 0.05, house.now());
        raised.put(s, t);
        tell(s, new TriggerRaised(t, house.now(), List.of()));
    }

    void clears(Scope s) {
        Trigger t = raised.remove(s);
        if (t != null) {
            tell(s, new TriggerCleared(t, house.now(), "condition ended"));
        }
    }

    void passes(Duration time) {
        Instant end = house.now().plus(time);
        while (house.now().isBefore(end)) {
            Duration left = Duration.between(house.now(), end);
            house.passes(left.toSeconds() < 30 ? left : Duration.ofSeconds(30));
            raised.forEach((s, t) -> tell(s, new TriggerUpdated(t, house.now())));
        }
    }

    /// The others, as fast as they could be.
    private void answers(Envelope<?> e) {
        Scope s = e.scope();
        switch (e.data()) {
            case RollbackProposed p -> append(s, Topic.ROLLBACKS, plan(s, p));
            case RollbackOrdered o -> {
                if (waiting.put(s, o) != null) {
                    throw new AssertionError("two rollbacks act on " + s);
                }
                append(
                        s,
                        Topic.ROLLBACKS,
                        new RollbackEvent.RollbackStarted(
                                o.incident(), o.rollback(), o.planHash(), 1, 1, house.now()));
                if (!held.contains(s)) {
                    work(s, o);
                }
            }
            case VerificationRequested v when v.incident() != null ->
                    append(
                            s,
                            Topic.VERIFICATIONS,
                            new VerificationEvent.VerificationPassed(
                                    v.incident(),
                                    v.rollback(),
                                    v.verification(),
                                    v.stage(),
                                    "all checks passed",
                                    house.now()));
            default -> {}
        }
    }

    private Event plan(Scope s, RollbackProposed p) {
        return planless.contains(s)
                ? new RollbackEvent.PlanRefused(
                        p.incident(), p.rollback(), List.of("no capacity"), house.now())
                : Shop.plan(p, losing.contains(s) ? "an hour of orders" : null, house.now());
    }

    /// The executor comes to its end.
    void works(Scope s) {
        held.remove(s);
        RollbackOrdered o = waiting.get(s);
        if (o != null) {
            work(s, o);
            house.passes(MOMENT);
        }
    }

    private void work(Scope s, RollbackOrdered o) {
        waiting.remove(s);
        append(
                s,
                Topic.ROLLBACKS,
                broken.contains(s)
                        ? new RollbackEvent.RollbackFailed(
                                o.incident(), o.rollback(), "switch", "disk full", house.now())
                        : new RollbackEvent.RollbackCompleted(
                                o.incident(), o.rollback(), o.from(), o.to(), o.at(), house.now()));
    }

    private void append(Scope s, Topic topic, Event event) {
        house.append(
                topic,
                new Envelope<>(
                        "played-" + ++said, s, house.now(), 1, null, null, null, null, event));
    }

    Answer says(Scope s, Person who, BiFunction<Incident, String, Command> command) {
        Incident open = incident(s);
        String hash = open.plan() == null ? "none" : open.plan().hash();
        Answer answer =
                new Commands(store, new Policies())
                        .give(s, who, command.apply(open, hash), null, null);
        house.passes(MOMENT);
        return answer;
    }

    /// The last incident of a system.
    Incident incident(Scope s) {
        @Nullable Incident last =
                store.under(s, Shelves.INCIDENTS).stream()
                        .max(Comparator.comparing(Incident::openedAt))
                        .orElse(null);
        if (last == null) {
            throw new AssertionError("no incident of " + s);
        }
        return last;
    }

    boolean quiet(Scope s) {
        return store.under(s, Shelves.INCIDENTS).isEmpty();
    }

    String state(Scope s) {
        return incident(s).state().word();
    }

    /// Every order, by its system, in the order in which they were given.
    List<Envelope<?>> orders() {
        List<Envelope<?>> all = new ArrayList<>();
        house.log().stream().filter(e -> e.data() instanceof RollbackOrdered).forEach(all::add);
        return all;
    }

    List<String> ordered() {
        return orders().stream().map(e -> e.scope().system()).toList();
    }
}
