package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Envelope;
import dev.holdfast.backbone.events.Event;
import dev.holdfast.backbone.events.IncidentEvent.RollbackOrdered;
import dev.holdfast.backbone.events.RollbackEvent.PlanReady;
import dev.holdfast.backbone.events.RollbackEvent.RollbackStarted;
import dev.holdfast.backbone.events.Scope;
import dev.holdfast.backbone.work.Changes.Place;
import dev.holdfast.executor.domain.rollback.Effect;
import dev.holdfast.executor.domain.rollback.Halt;
import dev.holdfast.executor.domain.rollback.JournalEntry;
import dev.holdfast.executor.domain.rollback.Rollback;
import dev.holdfast.executor.domain.rollback.RollbackState;
import dev.holdfast.executor.flow.Call;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// 2, 3, 4, 5 and 8, about what the executor does: an intent before each effect, each effect once,
/// one rollback at a time, exactly the plan that was ordered, in time, and not while halted.
final class Effects {
    private static final Scope EVERYTHING = Scope.of("holdfast", "all");

    private final Simulation simulation;
    private final Authorities authorities;
    private final Map<Scope, Map<String, Rollback>> acting = new HashMap<>();
    private final Map<Scope, Halt> halts = new HashMap<>();
    private final Map<String, Integer> touches = new HashMap<>();
    private final Set<String> intents = new HashSet<>();
    private final Set<String> excused = new HashSet<>();
    private final Map<String, String> started = new HashMap<>();

    Effects(Simulation simulation, Authorities authorities) {
        this.simulation = simulation;
        this.authorities = authorities;
    }

    void written(Envelope<Event> event) {
        if (event.data() instanceof RollbackStarted s) {
            RollbackOrdered order = authorities.order(s.rollback(), s.hash());
            if (order == null) {
                throw new Broken(
                        "4 authority", "no order allowed this: %s %s".formatted(event.scope(), s));
            }
            if (s.at().isAfter(order.notAfter())) {
                throw new Broken("5 not after", "%s was begun by %s".formatted(order, s));
            }
            started.put(s.rollback(), s.hash());
        }
    }

    void kept(String service, Place place, @Nullable Object value) {
        if (!service.equals("executor-service")) {
            return;
        }
        switch (value) {
            case Halt halt -> halts.put(place.scope(), halt);
            case JournalEntry e when e.kind() == JournalEntry.Kind.INTENT ->
                    intent(place.scope(), e);
            case Rollback r -> moved(place.scope(), r);
            case null, default -> {}
        }
    }

    private void intent(Scope scope, JournalEntry e) {
        intents.add(e.key());
        for (Scope s : new Scope[] {EVERYTHING, Scope.pack(scope.system()), scope}) {
            Halt halt = halts.get(s);
            if (halt != null && halt.on()) {
                throw new Broken("8 kill switch", "%s began while %s".formatted(e, halt));
            }
        }
    }

    private void moved(Scope scope, Rollback r) {
        Map<String, Rollback> here = acting.computeIfAbsent(scope, _ -> new HashMap<>());
        if (RollbackState.holds(r.state())) {
            here.put(r.id(), r);
        } else {
            here.remove(r.id());
        }
        if (here.size() > 1) {
            throw new Broken("3 one rollback a key", "%s: %s act".formatted(scope, here.values()));
        }
    }

    void touched(Call call, Effect effect, String does, PlantAction.Kind kind) {
        simulation.effect();
        String where = "%s %s".formatted(call.scope(), does);
        if (!intents.contains(effect.key())) {
            throw new Broken("2 intent first", where + " without an intent: " + effect);
        }
        Frame frame = simulation.holding();
        if (frame != null && frame.frozenAfterLook) {
            excused.add(effect.key());
        }
        int times = touches.merge(effect.key(), 1, Integer::sum);
        boolean gap = kind == PlantAction.Kind.COUNT && excused.contains(effect.key());
        if (times > 1 && !gap) {
            throw new Broken(
                    "2 no double effect",
                    "%s happened %d times: %s".formatted(where, times, effect));
        }
        exactlyThePlan(call, where, does);
        boolean acts = acting.getOrDefault(call.scope(), Map.of()).containsKey(call.rollback());
        if (!acts && (frame == null || !frame.frozenAfterLook)) {
            throw new Broken(
                    "3 one rollback a key",
                    "%s by rollback %s, which does not hold it".formatted(where, call.rollback()));
        }
    }

    private void exactlyThePlan(Call call, String where, String does) {
        String hash = started.get(call.rollback());
        if (hash == null) {
            return; // its start is committed and on its way to the topic
        }
        PlanReady plan = authorities.plan(call.rollback(), hash);
        if (plan == null || plan.steps().stream().noneMatch(s -> s.does().equals(does))) {
            throw new Broken(
                    "4 exactly the plan", "%s is not in the plan: %s".formatted(where, plan));
        }
    }
}
