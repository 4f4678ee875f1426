package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The timers of one service: rows of its database, each heard once when it is due.
final class Timers {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Simulation simulation;
    private final Room room;
    private final Map<Scope, TreeMap<String, Instant>> timers = new LinkedHashMap<>();

    /// A timer is rare, so it meets its crash more often than other writes.
    private boolean firing;

    private @Nullable Instant wakesAt;

    Timers(Simulation simulation, Room room) {
        this.simulation = simulation;
        this.room = room;
    }

    boolean firing() {
        return firing;
    }

    /// @param due null takes it away
    void set(Scope scope, String name, @Nullable Instant due) {
        if (due == null) {
            of(scope).remove(name);
        } else {
            of(scope).put(name, due);
        }
    }

    /// The process is gone; what it had arranged in memory too.
    void died() {
        wakesAt = null;
    }

    /// The rows are gone, as a database would never lose them.
    void forget() {
        timers.clear();
    }

    void wakeAnew() {
        wakesAt = null;
        wake();
    }

    /// Looks again when the next one is due.
    void wake() {
        Instant next =
                timers.values().stream()
                        .flatMap(t -> t.values().stream())
                        .min(Instant::compareTo)
                        .orElse(null);
        if (next == null || (wakesAt != null && !wakesAt.isAfter(next))) {
            return;
        }
        Instant soonest = simulation.now().plusMillis(1 + simulation.chance().below(20));
        Instant at = next.isBefore(soonest) ? soonest : next;
        wakesAt = at;
        simulation.at(
                at,
                () -> {
                    if (at.equals(wakesAt)) {
                        wakesAt = null;
                        room.alive(this::fire);
                    }
                });
    }

    private Map<String, Instant> of(Scope scope) {
        return timers.computeIfAbsent(scope, _ -> new TreeMap<>());
    }

    private void fire() {
        if (!room.reachesDatabase()) {
            return;
        }
        for (Scope scope : List.copyOf(timers.keySet())) {
            if (room.desk().timersWaitForEvents() && !room.upToDate(scope)) {
                continue;
            }
            for (Map.Entry<String, Instant> t : List.copyOf(of(scope).entrySet())) {
                if (!t.getValue().isAfter(simulation.now())) {
                    fire(scope, t.getKey(), t.getValue());
                }
            }
        }
        if (timers.values().stream()
                .flatMap(t -> t.values().stream())
                .anyMatch(d -> !d.isAfter(simulation.now()))) {
            simulation.after(LOOK, () -> room.alive(this::wake));
        } else {
            wake();
        }
    }

    private void fire(Scope scope, String name, Instant due) {
        if (simulation.is(Mutant.TIMER_TAKEN_FIRST)) {
            of(scope).remove(name);
        }
        firing = true;
        try {
            room.fire(
                    scope,
                    name,
                    () -> {
                        of(scope).remove(name, due);
                        simulation.promises().alarms().heard(room, scope, name, due);
                    });
        } finally {
            firing = false;
        }
    }
}
