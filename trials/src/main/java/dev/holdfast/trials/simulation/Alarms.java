package dev.holdfast.trials.simulation;

import dev.holdfast.backbone.events.Scope;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// 7, where every deadline begins: a timer that a committed transaction has set is heard within two
/// seconds of its time, wherever nothing keeps its service from its work.
///
/// It keeps its own account of what was set, so that a timer that is gone from the table, and comes
/// back with the next event, is seen all the same.
final class Alarms {
    private static final Duration LATE = Duration.ofSeconds(2);

    private record Alarm(Room room, Scope scope, String name) {}

    /// @param set when it was set to this time; that may be later than the time itself
    private record Due(Instant at, Instant set) {}

    private final Simulation simulation;
    private final Map<Alarm, Due> due = new LinkedHashMap<>();

    Alarms(Simulation simulation) {
        this.simulation = simulation;
    }

    /// @param at null takes it away
    void set(Room room, Scope scope, String name, @Nullable Instant at) {
        Alarm alarm = new Alarm(room, scope, name);
        Due before = due.get(alarm);
        if (before != null) {
            inTime(alarm, before);
        }
        if (at == null) {
            due.remove(alarm);
        } else if (before == null || !before.at().equals(at)) {
            due.put(alarm, new Due(at, simulation.now()));
        }
    }

    /// What it wakes is committed; a later setting in the same transaction comes after this.
    void heard(Room room, Scope scope, String name, Instant at) {
        Alarm alarm = new Alarm(room, scope, name);
        Due before = due.get(alarm);
        if (before != null && before.at().equals(at)) {
            due.remove(alarm);
        }
    }

    void look() {
        due.forEach(this::inTime);
    }

    private void inTime(Alarm alarm, Due due) {
        Instant able = ableSince(alarm.room(), alarm.scope());
        if (able == null) {
            return;
        }
        Instant since = later(able, later(due.at(), due.set()));
        Instant latest = since.plus(LATE);
        if (simulation.now().isAfter(latest)) {
            throw new Broken(
                    "7 timers",
                    "%s was to hear '%s' of %s at %s, was at work since %s, and has not"
                            .formatted(
                                    alarm.room().desk().service(),
                                    alarm.name(),
                                    alarm.scope(),
                                    due.at(),
                                    able));
        }
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    /// Since when nothing keeps it from the timers of this key; null where something does.
    private static @Nullable Instant ableSince(Room room, Scope scope) {
        if (!room.well()) {
            return null;
        }
        Instant well = room.wellSince();
        if (!room.desk().timersWaitForEvents()) {
            return well;
        }
        Instant read = room.readers().caughtUp(scope);
        return !room.readers().upToDate(scope) ? null : later(read, well);
    }
}
