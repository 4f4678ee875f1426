package dev.holdfast.decision.flow;

import static java.util.Map.entry;

import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.PackAccepted;
import dev.holdfast.backbone.events.Release;
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
import dev.holdfast.decision.domain.incident.Site;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Decision-service in memory, with us playing the other services.
final class Shop {
    static final Scope PRODUCTION = Scope.of("shop", "production");
    static final Instant START = Instant.parse("2026-11-20T08:00:00Z");
    static final Release GOOD = new Release("web", "1.4.1");
    static final Release BAD = new Release("web", "1.5.0");
    static final Person OLGA = new Person("olga", List.of());
    static final Person ERIN = new Person("erin", List.of());
    static final Person ADMIN = new Person("ada", List.of("admin"));

    final MemoryHouse house = new MemoryHouse(START);
    final MemoryStore store;
    private final Map<String, Trigger> raised = new java.util.TreeMap<>();
    private int signals;

    Shop() {
        this(ShopPack.pack());
    }

    Shop(PackFiles pack) {
        Policies policies = new Policies();
        store = house.add(s -> new DecisionDesk(policies, s));
        activate(pack);
    }

    /// 1.4.1 has held and 1.5.0 was deployed some minutes ago.
    Shop deployed() {
        deploys(GOOD, "code");
        passes(Duration.ofMinutes(31));
        deploys(BAD, "code");
        passes(Duration.ofMinutes(5));
        return this;
    }

    void activate(PackFiles pack) {
        Answer answer = new PackCommands(store, new Policies()).apply(ADMIN, pack);
        if (!(answer instanceof Answer.Pack)) {
            throw new AssertionError(answer);
        }
        house.settle();
        Map.ofEntries(
                        entry("trigger-detector", Topic.TRIGGERS),
                        entry("executor-service", Topic.ROLLBACKS),
                        entry("verifier-service", Topic.VERIFICATIONS),
                        entry("notifier-service", Topic.NOTIFICATIONS))
                .forEach((service, topic) -> {
                    var _ =
                            house.publish(
                                    topic,
                                    Scope.pack("shop"),
                                    new PackAccepted(service, pack.digest(), house.now()),
                                    service + pack.digest());
                });
    }

    void deploys(Release release, String changes) {
        signal(
                "deployment.finished",
                Map.of(
                        "component",
                        release.component(),
                        "release",
                        release.version(),
                        "changes",
                        changes,
                        "by",
                        "dora"));
    }

    void signal(String kind, Map<String, String> attributes) {
        tells(new SignalAccepted("s" + ++signals, kind, attributes, house.now()));
    }

    void tells(Event event) {
        var _ = house.publish(PRODUCTION, event);
    }

    Trigger trigger(String rule, double value) {
        return new Trigger(
                rule,
                rule,
                Map.of(),
                Map.of(),
                rule + " > 0.05",
                value,
                0.05,
                house.now().minusSeconds(120));
    }

    void raises(String rule, double value) {
        Trigger t = trigger(rule, value);
        raised.put(rule, t);
        tells(new TriggerRaised(t, house.now(), List.of()));
    }

    void clears(String rule) {
        Trigger t = java.util.Objects.requireNonNull(raised.remove(rule));
        tells(new TriggerCleared(t, house.now(), "condition ended"));
    }

    /// The detector falls silent about a trigger.
    void forgets(String rule) {
        raised.remove(rule);
    }

    /// Time passes, and what is raised is restated every 30 s.
    void passes(Duration time) {
        Instant end = house.now().plus(time);
        while (house.now().isBefore(end)) {
            Duration left = Duration.between(house.now(), end);
            Duration step =
                    left.compareTo(Duration.ofSeconds(30)) < 0 ? left : Duration.ofSeconds(30);
            house.passes(step);
            raised.values().forEach(t -> tells(new TriggerUpdated(t, house.now())));
        }
    }

    RollbackProposed proposed() {
        return house.events(RollbackProposed.class).getLast();
    }

    RollbackOrdered ordered() {
        return house.events(RollbackOrdered.class).getLast();
    }

    void planned() {
        planned(null);
    }

    void planned(@Nullable String dataLost) {
        RollbackProposed p = proposed();
        tells(plan(p, dataLost, house.now()));
    }

    static RollbackEvent.PlanReady plan(RollbackProposed p, @Nullable String dataLost, Instant at) {
        return new RollbackEvent.PlanReady(
                p.incident(),
                p.rollback(),
                "hash-" + p.rollback(),
                p.runbook(),
                p.from(),
                p.to(),
                List.of(
                        new RollbackEvent.PlannedStep(
                                "switch", "link.switch", "link", "checkable", dataLost != null)),
                dataLost,
                Duration.ofSeconds(3),
                Duration.ofSeconds(20),
                List.of(),
                at);
    }

    void starts() {
        RollbackOrdered o = ordered();
        tells(
                new RollbackEvent.RollbackStarted(
                        o.incident(), o.rollback(), o.planHash(), 1, 1, house.now()));
    }

    void completes() {
        RollbackOrdered o = ordered();
        tells(
                new RollbackEvent.RollbackCompleted(
                        o.incident(), o.rollback(), o.from(), o.to(), o.at(), house.now()));
    }

    void fails(String reason) {
        RollbackOrdered o = ordered();
        tells(
                new RollbackEvent.RollbackFailed(
                        o.incident(), o.rollback(), "switch", reason, house.now()));
    }

    void verified() {
        VerificationRequested v = house.events(VerificationRequested.class).getLast();
        tells(
                new VerificationEvent.VerificationPassed(
                        v.incident(),
                        v.rollback(),
                        v.verification(),
                        v.stage(),
                        "5 of 5 checks passed",
                        house.now()));
    }

    void notVerified(boolean measured) {
        VerificationRequested v = house.events(VerificationRequested.class).getLast();
        tells(
                measured
                        ? new VerificationEvent.VerificationFailed(
                                v.incident(),
                                v.rollback(),
                                v.verification(),
                                v.stage(),
                                "still 500",
                                house.now())
                        : new VerificationEvent.VerificationInconclusive(
                                v.incident(),
                                v.rollback(),
                                v.verification(),
                                v.stage(),
                                "no data",
                                house.now()));
    }

    Answer says(Person who, Command command) {
        return says(who, command, null);
    }

    Answer says(Person who, Command command, @Nullable String key) {
        Answer answer =
                new Commands(store, new Policies()).give(PRODUCTION, who, command, key, null);
        house.settle();
        return answer;
    }

    Answer approves(Person who) {
        var plan = incident().plan();
        String read = plan == null ? "none" : plan.hash();
        return says(who, new Command.Approve(incident().id(), "it must be", read));
    }

    Incident incident() {
        return store.everywhere(Shelves.INCIDENTS, 1).getFirst().value();
    }

    List<Incident> incidents() {
        List<Incident> all = new ArrayList<>();
        store.everywhere(Shelves.INCIDENTS, 1000).forEach(s -> all.add(s.value()));
        return all;
    }

    String state() {
        return incident().state().word();
    }

    Site site() {
        return store.in(PRODUCTION, w -> w.find(Shelves.SITES, Shelves.ONLY)).orElseThrow();
    }

    int orders() {
        return house.events(RollbackOrdered.class).size();
    }
}
