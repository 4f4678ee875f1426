package dev.holdfast.trials.whole;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.EventId;
import dev.holdfast.backbone.events.IncidentEvent;
import dev.holdfast.backbone.events.IncidentEvent.ApprovalRequested;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.IncidentEvent.RollbackProposed;
import dev.holdfast.backbone.events.RollbackEvent;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.RollbackEvent.StepFinished;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.events.Topic;
import dev.holdfast.backbone.events.TriggerEvent.TriggerCleared;
import dev.holdfast.backbone.events.TriggerEvent.TriggerRaised;
import dev.holdfast.backbone.events.TriggerEvent.TriggerUpdated;
import dev.holdfast.backbone.events.VerificationEvent;
import dev.holdfast.backbone.events.VerificationRequested;
import dev.holdfast.trials.whole.Wire.Heard;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// Judges a recorded [History] by what must always hold, numbered as in the design. It finds all that
/// is wrong, and says each in a sentence.
final class Judgement {
    private static final Duration KNOWN = Duration.ofSeconds(90);
    private static final Duration RUNBOOK = Duration.ofMinutes(2);

    private final History history;
    private final List<String> wrong = new ArrayList<>();

    Judgement(History history) {
        this.history = history;
    }

    List<String> wrong() {
        return List.copyOf(wrong);
    }

    @SuppressWarnings("AnnotateFormatMethod") // its annotation would be the only use of a library
    private void unless(boolean so, String what, @Nullable Object... values) {
        if (!so) {
            wrong.add(what.formatted(values));
        }
    }

    /// Everything about one system.
    void of(Life life) {
        Tenant tenant = life.tenant();
        List<Heard> once = withoutRepeats(tenant.heard());
        gapless(once);
        List<Envelope<Event>> said = once.stream().map(Heard::event).toList();
        Scope scope = tenant.scope();
        oneAtATime(scope, said);
        Map<String, RollbackOrdered> orders = orders(scope, said, life);
        executedOnce(scope, said, orders, tenant.world().effects());
        heardTriggers(scope, said);
        ended(said);
        if (!life.acts()) {
            unless(orders.isEmpty(), "8 observe: %s was ordered %s", scope, orders);
            unless(
                    tenant.world().effects().isEmpty(),
                    "8 observe: %s was touched: %s",
                    scope,
                    tenant.world().effects());
        }
    }

    /// 1: what comes twice is the same both times.
    private List<Heard> withoutRepeats(List<Heard> heard) {
        Map<String, Heard> byId = new LinkedHashMap<>();
        for (Heard h : heard) {
            Heard before = byId.putIfAbsent(h.topic() + h.event().id(), h);
            unless(
                    before == null || before.event().data().equals(h.event().data()),
                    "1 doubled: %s is another thing the second time: %s",
                    before,
                    h);
        }
        return List.copyOf(byId.values());
    }

    /// 1: nothing lost, nothing out of order.
    private void gapless(List<Heard> once) {
        record Lane(Topic topic, Scope scope) {}
        Map<Lane, Long> last = new HashMap<>();
        for (Heard h : once) {
            Lane lane = new Lane(h.topic(), h.event().scope());
            long expected = last.getOrDefault(lane, 0L) + 1;
            unless(
                    h.event().sequence() == expected,
                    "1 gapless: %s has %d, expected %d: %s",
                    lane,
                    h.event().sequence(),
                    expected,
                    h.event().data());
            last.put(lane, h.event().sequence());
        }
    }

    /// 3: one rollback acts on a key, in the order of its topic.
    private void oneAtATime(Scope scope, List<Envelope<Event>> said) {
        Set<String> acting = new HashSet<>();
        for (Envelope<Event> e : said) {
            String ended = endOf(e.data());
            if (e.data() instanceof RollbackStarted s) {
                acting.add(s.rollback());
                unless(acting.size() == 1, "3 one rollback: of %s act %s", scope, acting);
            } else if (ended != null) {
                unless(acting.remove(ended), "1 doubled: %s of %s ends twice", ended, scope);
            }
        }
        unless(acting.isEmpty(), "7 terminal: %s of %s never ended", acting, scope);
    }

    private static @Nullable String endOf(Event event) {
        return switch (event) {
            case RollbackEvent.RollbackCompleted r -> r.rollback();
            case RollbackEvent.RollbackFailed r -> r.rollback();
            case RollbackEvent.RollbackAborted r -> r.rollback();
            default -> null;
        };
    }

    /// 4 and 5: each order has authority, and a trigger that was stated shortly before.
    private Map<String, RollbackOrdered> orders(
            Scope scope, List<Envelope<Event>> said, Life life) {
        Map<String, RollbackOrdered> orders = new HashMap<>();
        List<Instant> stated =
                said.stream()
                        .map(Envelope::data)
                        .map(Judgement::statedAt)
                        .filter(java.util.Objects::nonNull)
                        .toList();
        for (RollbackOrdered o : all(said, RollbackOrdered.class)) {
            orders.put(o.rollback(), o);
            unless(!o.authority().missing(), "4 authority: %s has none", o);
            unless(
                    o.authority().people().isEmpty() || life.agreed().contains(o.planHash()),
                    "4 authority: nobody agreed to %s",
                    o);
            unless(
                    stated.stream()
                            .anyMatch(t ->
                                    !t.isAfter(o.at().plusSeconds(1))
                                            && t.isAfter(o.at().minus(KNOWN))),
                    "5 old news: of %s nothing was stated in the 90 s before %s",
                    scope,
                    o);
        }
        return orders;
    }

    private static @Nullable Instant statedAt(Event event) {
        return switch (event) {
            case TriggerRaised t -> t.at();
            case TriggerUpdated t -> t.at();
            default -> null;
        };
    }

    /// 2: each order is begun at most once, in time and as ordered; each step ends once; each effect at
    /// the target is of a rollback that was begun, and is there once.
    private void executedOnce(
            Scope scope,
            List<Envelope<Event>> said,
            Map<String, RollbackOrdered> orders,
            List<String> effects) {
        Set<String> started = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (RollbackStarted s : all(said, RollbackStarted.class)) {
            RollbackOrdered o = orders.get(s.rollback());
            unless(o != null, "4 authority: nobody ordered %s", s);
            unless(started.add(s.rollback()), "2 once: %s is begun twice", s);
            unless(o == null || o.planHash().equals(s.hash()), "4 plan: %s is not %s", s, o);
            unless(o == null || !s.at().isAfter(o.notAfter()), "5 not after: %s of %s", s, o);
            keys.add(EventId.of(s.rollback(), "reload", 0, "do"));
        }
        Set<String> steps = new HashSet<>();
        for (StepFinished f : all(said, StepFinished.class)) {
            unless(steps.add(f.rollback() + f.step()), "2 once: %s ends twice", f);
        }
        Set<String> done = new HashSet<>();
        for (String key : effects) {
            unless(done.add(key), "2 once: effect %s at %s is done twice", key, scope);
            unless(keys.contains(key), "2 once: effect %s at %s is of no rollback", key, scope);
        }
    }

    /// 1: of each trigger something came, and none is up when all is well.
    private void heardTriggers(Scope scope, List<Envelope<Event>> said) {
        Set<String> causes =
                said.stream()
                        .filter(e -> e.data() instanceof IncidentEvent)
                        .map(Envelope::causation)
                        .collect(Collectors.toSet());
        Map<String, Boolean> up = new HashMap<>();
        for (Envelope<Event> e : said) {
            if (e.data() instanceof TriggerRaised r) {
                unless(
                        !Boolean.TRUE.equals(up.put(r.trigger().id(), true)),
                        "1 doubled: %s is raised twice",
                        r.trigger());
                unless(
                        causes.contains(e.id()) || wasOpen(said, e.time()),
                        "1 lost: nothing came of %s",
                        e);
                unless(
                        r.trigger().rule().equals("ErrorRatioHigh"),
                        "1 late: an hour-old sample raised %s",
                        r.trigger());
            } else if (e.data() instanceof TriggerCleared c) {
                up.put(c.trigger().id(), false);
            }
        }
        unless(!up.containsValue(true), "7 terminal: a trigger of %s is still up: %s", scope, up);
    }

    /// An incident was under way, which it joined.
    private static boolean wasOpen(List<Envelope<Event>> said, Instant then) {
        return said.stream()
                .filter(e -> e.data() instanceof IncidentEvent.IncidentOpened)
                .filter(e -> !e.time().isAfter(then))
                .map(e -> ((IncidentEvent.IncidentOpened) e.data()).incident())
                .anyMatch(i ->
                        said.stream()
                                .noneMatch(e -> isOver(e.data(), i) && e.time().isBefore(then)));
    }

    /// 7: everything that was begun has ended by its deadline, put off by what was out of order.
    private void ended(List<Envelope<Event>> said) {
        for (Envelope<Event> e : said) {
            switch (e.data()) {
                case VerificationRequested v -> by(said, e, v.deadline(), d -> verdictOf(d, v));
                case RollbackStarted r ->
                        by(said, e, r.at().plus(RUNBOOK), d -> r.rollback().equals(endOf(d)));
                case RollbackProposed p -> by(said, e, p.planBy(), d -> plannedOrOver(d, p));
                case ApprovalRequested a -> by(said, e, a.deadline(), d -> answered(d, a));
                default -> {}
            }
        }
    }

    private void by(
            List<Envelope<Event>> said, Envelope<Event> of, Instant due, Predicate<Event> ends) {
        Instant latest = history.excused(of.time(), due);
        unless(
                said.stream()
                        .anyMatch(e ->
                                ends.test(e.data())
                                        && !e.time().isBefore(of.time())
                                        && !e.time().isAfter(latest)),
                "7 terminal: by %s nothing has ended %s",
                latest,
                of);
    }

    private static boolean verdictOf(Event event, VerificationRequested v) {
        return switch (event) {
            case VerificationEvent.VerificationPassed p ->
                    p.verification().equals(v.verification());
            case VerificationEvent.VerificationFailed p ->
                    p.verification().equals(v.verification());
            case VerificationEvent.VerificationInconclusive p ->
                    p.verification().equals(v.verification());
            default -> false;
        };
    }

    private static boolean plannedOrOver(Event event, RollbackProposed p) {
        return switch (event) {
            case RollbackEvent.PlanReady r -> r.rollback().equals(p.rollback());
            case RollbackEvent.PlanRefused r -> r.rollback().equals(p.rollback());
            // Without an answer it goes on to people.
            case IncidentEvent.IncidentEscalated r -> r.incident().equals(p.incident());
            default -> isOver(event, p.incident());
        };
    }

    private static boolean answered(Event event, ApprovalRequested a) {
        return switch (event) {
            case IncidentEvent.ApprovalGranted g -> g.request().equals(a.request());
            case IncidentEvent.ApprovalDenied g -> g.request().equals(a.request());
            case IncidentEvent.ApprovalExpired g -> g.request().equals(a.request());
            default -> isOver(event, a.incident());
        };
    }

    private static boolean isOver(Event event, String incident) {
        return switch (event) {
            case IncidentEvent.IncidentResolved r -> r.incident().equals(incident);
            case IncidentEvent.IncidentClosed r -> r.incident().equals(incident);
            default -> false;
        };
    }

    private static <E extends Event> List<E> all(List<Envelope<Event>> said, Class<E> type) {
        return said.stream().map(Envelope::data).filter(type::isInstance).map(type::cast).toList();
    }
}
